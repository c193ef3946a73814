//! How wide a text is on a badge.

/// Size of the type, in pixels.
pub(super) const SIZE: u32 = 11;

/// What the advances count: parts of the type's size.
const EM: u32 = 2048;

/// What a character takes that the table does not know: as much as a wide letter.
const WIDE: u32 = 2048;

/// Advances of `' '` to `'~'` in Verdana, the face for which badges are drawn.
const ADVANCES: [u32; 95] = [
    720, 806, 940, 1676, 1302, 2204, 1488, 550, 930, 930, 1302, 1676, 745, 930, 745, 930, //
    1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676,
    1117, //
    2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726, 1532,
    1612, //
    1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930, 930, 1676,
    1302, //
    1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212, 562, 1992, 1296,
    1243, //
    1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076, 1300, 930, 1300, 1676,
];

/// The width of a text, in whole pixels, rounded up.
pub(super) fn width(text: &str) -> u32 {
    let advance = |c: char| match c {
        ' '..='~' => ADVANCES[c as usize - ' ' as usize],
        '≤' | '≥' => 1676,
        '…' => 1676,
        '·' => 745,
        _ => WIDE,
    };
    let total: u32 = text.chars().map(advance).sum();
    (total * SIZE).div_ceil(EM)
}
