//! What a proto file imports, read before it is parsed: so that only the files that are needed are looked for.

use super::lexer::{Token, tokens};

/// The import paths that a proto file names, in its order.
pub fn imported(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut statement: Vec<&str> = Vec::new();
    for (token, range) in tokens(text) {
        let word = &text[range];
        match token {
            Token::Text if matches!(statement[..], ["import"] | ["import", _]) => {
                found.push(word.trim_matches(['"', '\'']).to_owned());
            }
            Token::Punctuation(b';' | b'{' | b'}') => statement.clear(),
            Token::Word | Token::Text | Token::Punctuation(_) | Token::Foreign(_) => {
                statement.push(word);
            }
        }
    }
    found
}
