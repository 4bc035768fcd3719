//! Classes of characters.

/// What stands between tokens: white space, control characters, and signs of no width that are no part of words.
#[must_use]
pub fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        c <= ' ' || c == '\u{7f}'
    } else {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
    }
}

/// Letters and digits, in any script.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { c.is_alphanumeric() }
}

/// Signs that belong to the character before them: combining marks, joiners, variation selectors, skin tones.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(c,
            '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
            | '\u{5c1}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
            | '\u{93c}' | '\u{94d}' | '\u{9cd}' | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The two apostrophes.
pub(super) fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// Signs that end a sentence.
pub(super) fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '‽')
}

/// Signs that close what was opened.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | ')' | ']' | '}' | '›' | '"' | '\'')
}

/// Signs that open.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '‘' | '(' | '[' | '{' | '‹' | '„' | '‚' | '¿' | '¡')
}

/// Dashes of any length.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '‒' | '−' | '‐' | '‑')
}

/// The nearest character boundary at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Puts a form into the shape that tables have: lower case, the straight apostrophe.
pub(super) fn fold(text: &str, into: &mut String) {
    into.clear();
    for c in text.chars() {
        match c {
            '’' => into.push('\''),
            '‑' | '‐' => into.push('-'),
            _ if c.is_ascii() => into.push(c.to_ascii_lowercase()),
            _ => into.extend(c.to_lowercase()),
        }
    }
}
