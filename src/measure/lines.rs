//! Files of one entry a line.

use std::io::{self, BufRead, BufReader, Read};

use super::Fault;

/// Hands each line that is not empty to `of`, with its number from 1, or what is wrong with it:
/// it has more than `longest` bytes.
pub(super) fn each(
    text: &mut dyn Read,
    longest: u64,
    mut of: impl FnMut(usize, Result<&str, Fault>),
) -> Result<(), Fault> {
    let mut lines = BufReader::new(text);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let whole = |error: io::Error| fault(number, error.to_string());
        let size = (&mut lines).take(longest).read_until(b'\n', &mut line);
        let size = size.map_err(whole)?;
        if size == 0 {
            break;
        }
        if size as u64 == longest && !line.ends_with(b"\n") {
            lines.skip_until(b'\n').map_err(whole)?;
            let message = format!("the line has more than {} KiB", longest >> 10);
            of(number, Err(fault(number, message)));
            continue;
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() {
            of(number, Ok(line));
        }
    }
    Ok(())
}

/// A fault of a line.
pub(super) fn fault(line: usize, message: String) -> Fault {
    Fault {
        line,
        column: 1,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_loses_no_other() {
        let text = format!(
            "\u{feff}a\n\n{}\r\n b \n{}",
            "x".repeat(2000),
            "y".repeat(1024)
        );
        let mut told = Vec::new();
        each(&mut text.as_bytes(), 1024, |number, line| {
            told.push((number, line.map(str::to_owned).map_err(|of| of.message)));
        })
        .unwrap();
        let long = Err("the line has more than 1 KiB".to_owned());
        assert_eq!(
            told,
            [
                (1, Ok("a".to_owned())),
                (3, long.clone()),
                (4, Ok("b".to_owned())),
                (5, long)
            ]
        );
    }
}
