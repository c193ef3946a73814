//! A value and its place.

use std::fmt;
use std::ops::Deref;

use crate::diag::Span;

/// A value and the bytes that spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A text and its place.
pub type Text = Spanned<Box<str>>;

/// A boolean and its place.
pub type Flag = Spanned<bool>;

impl<T> Spanned<T> {
    /// The value at its place.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
