//! Waivers, and the gate that they open: every fault, what is let be, and what never is.

mod effect;
mod faults;
mod gate;
mod hostile;
mod portal;
mod register;
