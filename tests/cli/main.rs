//! The commands as their users see them: what they print, write, and end with.
//!
//! Every test runs the binary on folders of its own; none uses the library.

mod baseline;
mod ci;
mod commands;
mod corpus;
mod deterministic;
mod exit_codes;
mod faults;
mod folder;
mod hostile;
mod marks;
mod new;
mod page;
mod preview;
mod record;
mod run;
mod seeded;
mod suppression;
