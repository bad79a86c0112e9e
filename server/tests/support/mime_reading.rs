//! Reads back what a received mail says, for tests that compare it with what was sent.

// Each test binary uses another part of it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

/// The decoded parts of a multipart mail: content type and content.
pub fn parts(raw: &str) -> Vec<(String, String)> {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let boundary = head
        .split("boundary=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let mark = format!("--{boundary}");
    let pieces = body.split(&mark);
    pieces
        .take_while(|piece| !piece.starts_with("--"))
        .filter_map(|piece| piece.trim_start_matches("\r\n").split_once("\r\n\r\n"))
        .map(|(head, content)| {
            let head = head.to_ascii_lowercase();
            let content = content.strip_suffix("\r\n").unwrap_or(content);
            let content = if head.contains("quoted-printable") {
                decode_quoted_printable(content)
            } else if head.contains("base64") {
                decode_base64(content)
            } else {
                content.to_owned()
            };
            (head, content)
        })
        .collect()
}

fn decode_base64(content: &str) -> String {
    use base64::Engine as _;
    let letters: String = content.split_whitespace().collect();
    let engine = base64::engine::general_purpose::STANDARD;
    String::from_utf8(engine.decode(letters).unwrap()).unwrap()
}

fn decode_quoted_printable(content: &str) -> String {
    let joined = content.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Joins the encoded words of a header (RFC 2047) as lettre writes them: base64 of UTF-8.
pub fn decode_header(value: &str) -> String {
    let mut text = String::new();
    let mut after_encoded = false;
    for word in value.split(' ') {
        let encoded = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|word| word.strip_suffix("?="));
        let joins_the_last = after_encoded && encoded.is_some();
        if !text.is_empty() && !joins_the_last {
            text.push(' ');
        }
        after_encoded = encoded.is_some();
        text.push_str(&encoded.map_or_else(|| word.to_owned(), decode_base64));
    }
    text
}
