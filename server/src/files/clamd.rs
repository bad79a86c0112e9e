//! The virus checker: clamd over TCP, by its INSTREAM command.

use clamav_client::tokio::{Tcp, scan_file};
use std::path::Path;
use std::time::Duration;

/// How long clamd may take over one file.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the virus checker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There is no checker.
    None,
    /// Nothing was found.
    Clean,
    /// Something was found; its name, for the log.
    Found(String),
    /// The checker cannot be reached, or could not look: ask again later.
    Away(String),
}

/// Asks clamd at `address` (`host:port`) about a file.
pub async fn scan(address: &str, path: &Path) -> Verdict {
    let asked = scan_file(
        path,
        Tcp {
            host_address: address,
        },
        None,
    );
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(answer)) => read(&answer),
        Ok(Err(e)) => Verdict::Away(e.to_string()),
        Err(_) => Verdict::Away(format!("no answer in {} seconds", PATIENCE.as_secs())),
    }
}

/// "stream: OK", "stream: Eicar-Test-Signature FOUND", or an error; ends with a zero byte.
fn read(answer: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_matches(['\0', '\n', '\r', ' ']);
    match text.strip_prefix("stream: ") {
        Some("OK") => Verdict::Clean,
        Some(found) if found.ends_with(" FOUND") => {
            Verdict::Found(found.trim_end_matches(" FOUND").to_owned())
        }
        _ => Verdict::Away(format!("clamd said {text:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_ok_lets_a_file_through() {
        assert_eq!(read(b"stream: OK\0"), Verdict::Clean);
        assert_eq!(
            read(b"stream: Eicar-Test-Signature FOUND\0"),
            Verdict::Found("Eicar-Test-Signature".into())
        );
        for odd in [
            &b"INSTREAM size limit exceeded. ERROR\0"[..],
            b"",
            b"OK",
            b"stream: OK FOUNDATION",
            b"\xff",
        ] {
            assert!(matches!(read(odd), Verdict::Away(_)), "{odd:?}");
        }
    }
}
