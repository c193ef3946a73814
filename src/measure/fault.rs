//! What cannot be read of a file.

use super::field::message;

/// How many faults of one file are kept.
const KEPT: usize = 4;

/// What cannot be read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line, from 1; 0 where none is known.
    pub(super) line: usize,
    /// Column, from 1; 0 where none is known.
    pub(super) column: usize,
    /// What is: lower case, no full stop.
    pub(super) message: String,
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        let (line, column) = (error.line(), error.column());
        // The place stands in the finding.
        let told = error.to_string();
        let message = match told.rsplit_once(" at line ") {
            Some((message, _)) => message.to_owned(),
            None => told,
        };
        Fault {
            line,
            column,
            message,
        }
    }
}

/// The first faults of a file, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    kept: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Those that are kept.
    pub(super) fn first(&self) -> &[Fault] {
        &self.kept
    }

    pub(super) fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.kept.len() < KEPT {
            // Errors quote what they found, however long it is.
            let message = message(&fault.message).unwrap_or_default().into();
            self.kept.push(Fault { message, ..fault });
        }
    }

    /// Adds those of a part of the file.
    pub(super) fn append(&mut self, others: Faults) {
        self.count += others.count;
        let room = KEPT - self.kept.len();
        self.kept.extend(others.kept.into_iter().take(room));
    }

    /// The same faults, in a line of the file.
    pub(super) fn at(mut self, line: usize) -> Faults {
        self.kept.iter_mut().for_each(|fault| fault.line = line);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_kept_and_all_are_counted() {
        let mut faults = Faults::default();
        for line in 1..=1000 {
            let message = "x".repeat(5000);
            faults.push(Fault {
                line,
                column: 1,
                message,
            });
        }
        faults.append(faults.clone().at(7));
        let kept: Vec<_> = faults.first().iter().map(|fault| fault.line).collect();
        assert_eq!((faults.len(), &*kept), (2000, &[1, 2, 3, 4][..]));
        assert_eq!(faults.first()[0].message.len(), 300);
    }
}
