//! Marks that stand in a text until their lines and columns are counted.

/// The first of the marks: a character that no manifest holds.
const FIRST: u32 = 0xE000;

/// The mark with a number.
pub(crate) fn mark(number: usize) -> char {
    char::from_u32(FIRST + number as u32).expect("a private character")
}

/// The text without its marks, and the number, line and column of each mark.
pub(crate) fn take(marked: &str) -> (String, Vec<(usize, usize, usize)>) {
    let (mut plain, mut places) = (String::new(), Vec::new());
    let (mut line, mut column) = (1, 1);
    for c in marked.chars() {
        match c {
            '\u{E000}'..='\u{F8FF}' => {
                places.push(((c as u32 - FIRST) as usize, line, column));
                continue;
            }
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        plain.push(c);
    }
    (plain, places)
}
