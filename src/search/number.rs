//! Numbers as printable characters, so that postings can stand in a script.
//!
//! A digit below 60 ends a number, one of the other 30 says that more follow; small
//! numbers, which differences between sorted ids mostly are, take one character. None of
//! the digits needs an escape in a JavaScript string.

/// The digits, from 0 to 89.
pub(super) const DIGITS: &[u8; 90] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz !#$%'()*+,-./:;=?@[]^_`{|}~";

const ENDS: u32 = 60;

/// Appends `number`.
pub(super) fn push(out: &mut String, mut number: u32) {
    while number >= ENDS {
        number -= ENDS;
        out.push(char::from(DIGITS[(ENDS + number % 30) as usize]));
        number /= 30;
    }
    out.push(char::from(DIGITS[number as usize]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> u64 {
        let digit = |byte| DIGITS.iter().position(|digit| *digit == byte).unwrap() as u64;
        text.bytes()
            .enumerate()
            .map(|(place, byte)| digit(byte) * 30u64.pow(place as u32))
            .sum()
    }

    #[test]
    fn numbers_come_back() {
        for number in (0..4000).chain([1_000_000, u32::MAX - 1, u32::MAX]) {
            let mut text = String::new();
            push(&mut text, number);
            assert_eq!(read(&text), u64::from(number));
        }
    }

    #[test]
    fn digits_need_no_escape_and_are_distinct() {
        let distinct: std::collections::BTreeSet<_> = DIGITS.iter().collect();
        assert_eq!(distinct.len(), DIGITS.len());
        assert!(!DIGITS.iter().any(|digit| b"\"\\<>&".contains(digit)));
    }
}
