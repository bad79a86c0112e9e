//! A small SMTP server for tests: real sockets, a real conversation, and faults on demand.
//!
//! It listens on a free port of 127.0.0.1, records what it takes, and follows a [`Script`]. Faults of the
//! connection ([`Fault`]) are used up one a connection, replies to RCPT one a recipient; when a list is used up the
//! peer behaves well. Include it with `#[path = "support/smtp_peer.rs"] mod smtp_peer;`.

// Each test binary uses another part of it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What goes wrong on one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: this connection goes well.
    None,
    /// Takes the connection and says nothing, ever.
    HangAfterConnect,
    /// Greets with 421 and closes.
    Busy421AtGreeting,
    /// Greets with 554 and closes.
    Refuse554AtGreeting,
    /// Closes without a greeting.
    CloseAtOnce,
    /// Takes the whole content, then closes without a reply. The mail is recorded as taken, as a server might.
    DropAfterData,
    /// Takes the whole content, then says nothing, ever.
    HangAfterData,
    /// Answers the content with 554.
    Refuse554AfterData,
    /// Answers the content with 451.
    Defer451AfterData,
    /// Answers MAIL FROM with 550.
    Refuse550Sender,
    /// Offers STARTTLS, agrees to it, then talks no TLS.
    BrokenStartTls,
    /// Closes after the first mail, once the client asks for more.
    CloseAfterOneMail,
}

/// How the peer behaves.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// One for each connection, in order; then none.
    pub faults: VecDeque<Fault>,
    /// One reply for each RCPT, in order; then 250.
    pub recipient_replies: VecDeque<String>,
    /// Waits so long before each reply.
    pub slowness: Duration,
    /// Wants AUTH PLAIN with this user and password.
    pub sign_in: Option<(String, String)>,
    /// Offers SMTPUTF8.
    pub takes_utf8_addresses: bool,
}

/// A mail that the peer took, or read whole before it failed.
#[derive(Debug, Clone)]
pub struct ReceivedMail {
    /// The address of MAIL FROM.
    pub from: String,
    /// The addresses of RCPT TO.
    pub to: Vec<String>,
    /// Header and body with CRLF line ends, dots unstuffed.
    pub raw: String,
    /// Whether the peer answered 250.
    pub acknowledged: bool,
}

impl ReceivedMail {
    /// A header's value, unfolded, as it stands.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded.split("\r\n").find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    }
}

/// A running peer; it stops when it is dropped.
pub struct SmtpPeer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    listener: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    script: Script,
    mails: Vec<ReceivedMail>,
    connections: usize,
    commands: Vec<String>,
}

impl SmtpPeer {
    /// Starts a peer that behaves well.
    pub async fn start() -> Self {
        Self::with_script(Script::default()).await
    }

    /// Starts a peer whose connections have these faults, in order.
    pub async fn with_faults(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self::with_script(Script {
            faults: faults.into_iter().collect(),
            ..Script::default()
        })
        .await
    }

    /// Starts a peer that answers RCPT with these replies, in order.
    pub async fn with_recipient_replies<'a>(replies: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_script(Script {
            recipient_replies: replies.into_iter().map(str::to_owned).collect(),
            ..Script::default()
        })
        .await
    }

    /// Starts a peer with a whole script.
    pub async fn with_script(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State {
            script,
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        let listener = tokio::spawn(async move {
            // The conversations end with the peer, so that a client sees them close.
            let mut conversations = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                conversations.spawn(async move {
                    let _ = converse(stream, state).await;
                });
            }
        });
        Self {
            address,
            state,
            listener,
        }
    }

    /// `smtp://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The address to connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the script from now on.
    pub fn rescript(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.state.lock().unwrap().script);
    }

    /// All mails that were read whole, acknowledged or not, in order.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.state.lock().unwrap().mails.clone()
    }

    /// The mails that were answered with 250.
    pub fn acknowledged(&self) -> Vec<ReceivedMail> {
        let mut mails = self.mails();
        mails.retain(|mail| mail.acknowledged);
        mails
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// All commands so far, without content and passwords.
    pub fn commands(&self) -> Vec<String> {
        self.state.lock().unwrap().commands.clone()
    }
}

impl Drop for SmtpPeer {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// A port of this machine on which nothing listens.
pub async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

struct Line {
    read: BufReader<OwnedReadHalf>,
    write: OwnedWriteHalf,
    slowness: Duration,
}

impl Line {
    async fn reply(&mut self, reply: &str) -> std::io::Result<()> {
        tokio::time::sleep(self.slowness).await;
        self.write
            .write_all(format!("{reply}\r\n").as_bytes())
            .await
    }

    async fn command(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.read.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }

    async fn content(&mut self) -> std::io::Result<Option<String>> {
        let mut content = String::new();
        loop {
            let mut line = String::new();
            if self.read.read_line(&mut line).await? == 0 {
                return Ok(None);
            }
            if line == ".\r\n" {
                return Ok(Some(content));
            }
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let (fault, script) = {
        let mut state = state.lock().unwrap();
        state.connections += 1;
        let fault = state.script.faults.pop_front().unwrap_or(Fault::None);
        (fault, state.script.clone())
    };
    let (read, write) = stream.into_split();
    let mut line = Line {
        read: BufReader::new(read),
        write,
        slowness: script.slowness,
    };
    match fault {
        Fault::HangAfterConnect => std::future::pending().await,
        Fault::CloseAtOnce => return Ok(()),
        Fault::Busy421AtGreeting => return line.reply("421 4.3.2 Too busy, come back later").await,
        Fault::Refuse554AtGreeting => return line.reply("554 5.7.1 No service for you").await,
        _ => line.reply("220 peer.example ESMTP").await?,
    }
    let mut from = String::new();
    let mut to = Vec::new();
    let mut mails_here = 0;
    let mut signed_in = script.sign_in.is_none();
    while let Some(command) = line.command().await? {
        let verb = command
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let shown = if verb == "AUTH" { "AUTH" } else { &command };
        state.lock().unwrap().commands.push(shown.to_owned());
        if fault == Fault::CloseAfterOneMail && mails_here > 0 {
            return line.reply("421 4.4.2 Closing").await;
        }
        match verb.as_str() {
            "EHLO" => {
                let mut offers = vec!["peer.example", "8BITMIME"];
                if script.takes_utf8_addresses {
                    offers.push("SMTPUTF8");
                }
                if script.sign_in.is_some() {
                    offers.push("AUTH PLAIN");
                }
                if fault == Fault::BrokenStartTls {
                    offers.push("STARTTLS");
                }
                let last = offers.len() - 1;
                for (at, offer) in offers.iter().enumerate() {
                    let mark = if at == last { ' ' } else { '-' };
                    line.write
                        .write_all(format!("250{mark}{offer}\r\n").as_bytes())
                        .await?;
                }
            }
            "HELO" | "NOOP" => line.reply("250 2.0.0 OK").await?,
            "STARTTLS" => {
                line.reply("220 2.0.0 Go ahead").await?;
                line.reply("this is no TLS").await?;
                return Ok(());
            }
            "AUTH" => {
                signed_in = script.sign_in.as_ref().is_some_and(|(user, password)| {
                    command.ends_with(&plain_sign_in(user, password))
                });
                let reply = if signed_in {
                    "235 2.7.0 Welcome"
                } else {
                    "535 5.7.8 Wrong user or password"
                };
                line.reply(reply).await?;
            }
            "MAIL" if !signed_in => line.reply("530 5.7.0 Sign in first").await?,
            "MAIL" if fault == Fault::Refuse550Sender => {
                line.reply("550 5.7.1 You may not send as that").await?;
            }
            "MAIL" => {
                from = in_brackets(&command);
                to.clear();
                line.reply("250 2.1.0 OK").await?;
            }
            "RCPT" => {
                let scripted = state.lock().unwrap().script.recipient_replies.pop_front();
                let reply = scripted.unwrap_or_else(|| "250 2.1.5 OK".to_owned());
                if reply.starts_with('2') {
                    to.push(in_brackets(&command));
                }
                line.reply(&reply).await?;
            }
            "DATA" if to.is_empty() => line.reply("503 5.5.1 No recipient").await?,
            "DATA" => {
                line.reply("354 End with a dot").await?;
                let Some(raw) = line.content().await? else {
                    return Ok(());
                };
                mails_here += 1;
                let acknowledged = !matches!(
                    fault,
                    Fault::DropAfterData
                        | Fault::HangAfterData
                        | Fault::Refuse554AfterData
                        | Fault::Defer451AfterData
                );
                state.lock().unwrap().mails.push(ReceivedMail {
                    from: from.clone(),
                    to: std::mem::take(&mut to),
                    raw,
                    acknowledged,
                });
                match fault {
                    Fault::DropAfterData => return Ok(()),
                    Fault::HangAfterData => std::future::pending().await,
                    Fault::Refuse554AfterData => line.reply("554 5.6.0 Looks like spam").await?,
                    Fault::Defer451AfterData => line.reply("451 4.3.0 Filter away").await?,
                    _ => {
                        let queued = state.lock().unwrap().mails.len();
                        line.reply(&format!("250 2.0.0 OK queued as {queued}"))
                            .await?;
                    }
                }
            }
            "RSET" => {
                to.clear();
                line.reply("250 2.0.0 OK").await?;
            }
            "QUIT" => return line.reply("221 2.0.0 Bye").await,
            _ => line.reply("502 5.5.1 Not known here").await?,
        }
    }
    Ok(())
}

fn in_brackets(command: &str) -> String {
    let from = command.find('<').map_or(0, |at| at + 1);
    let to = command.rfind('>').unwrap_or(command.len());
    command[from..to].to_owned()
}

/// The base64 of `\0user\0password` (RFC 4616).
fn plain_sign_in(user: &str, password: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(format!("\0{user}\0{password}"))
}
