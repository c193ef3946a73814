//! Federation: sources that lie in git repositories elsewhere.

mod held;
mod hosts;
mod mesh;
mod pinned;
mod preview;
mod secrets;
mod written;
