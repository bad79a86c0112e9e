//! What became of one attempt to deliver one mail.

/// What became of one attempt, with the server's own words for the delivery log.
///
/// The words can repeat the recipient's address, so they belong into the delivery log and not into the
/// server's log files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took responsibility (a reply 2xx after the content), or the file was written.
    Accepted {
        /// The server's words.
        reply: String,
    },
    /// Not now: a reply 4xx, no connection, no answer in time, a TLS fault, a sign-in or a sender that the relay
    /// does not take. Try again later with the same Message-ID.
    Deferred {
        /// The server's words, or ours where there was no server to speak.
        reply: String,
        /// Whether the fault is the relay's or our settings', so that the next mail would meet it too and
        /// trying the rest of the queue now is useless.
        whole_relay: bool,
    },
    /// Never: a reply 5xx to this recipient or this content, or an address that is none.
    Refused {
        /// The server's words, or ours where the address could not be read.
        reply: String,
    },
}

impl Outcome {
    /// The words of any outcome.
    #[must_use]
    pub fn reply(&self) -> &str {
        match self {
            Self::Accepted { reply } | Self::Deferred { reply, .. } | Self::Refused { reply } => {
                reply
            }
        }
    }

    pub(super) fn accepted(reply: impl Into<String>) -> Self {
        Self::Accepted {
            reply: reply.into(),
        }
    }

    /// A fault that the next mail would meet too.
    pub(super) fn relay_fault(reply: impl Into<String>) -> Self {
        Self::Deferred {
            reply: reply.into(),
            whole_relay: true,
        }
    }

    /// A delay of this mail alone.
    pub(super) fn deferred(reply: impl Into<String>) -> Self {
        Self::Deferred {
            reply: reply.into(),
            whole_relay: false,
        }
    }

    pub(super) fn refused(reply: impl Into<String>) -> Self {
        Self::Refused {
            reply: reply.into(),
        }
    }
}
