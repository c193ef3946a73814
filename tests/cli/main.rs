//! The commands as their users see them: what they print, write, and end with.
//!
//! Every test runs the binary on folders of its own; none uses the library.

mod commands;
mod deterministic;
mod faults;
mod folder;
mod new;
mod preview;
mod run;
