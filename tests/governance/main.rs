//! Whether governance can be trusted: nobody shines by declaring, and nobody is punished for
//! being honestly not ready.

mod fairness;
mod gaming;
mod portal;
