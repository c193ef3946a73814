//! Federation: sources that lie in git repositories elsewhere.

mod cache;
mod faults;
mod held;
mod hostile;
mod hosts;
mod kept;
mod mesh;
mod past;
mod pinned;
mod preview;
mod secrets;
mod written;
