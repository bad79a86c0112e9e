//! What the notebook's island says, as plain values and words. Knows no browser.

// On the server nothing has been written on a device yet
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

/// How things stand between the device and the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing is known to be wrong.
    #[default]
    Fine,
    /// No network.
    Offline,
    /// The session has ended.
    SignedOut,
    /// Somebody else is signed in in this browser.
    OtherPerson,
    /// The server answers, but not as it should.
    Trouble,
}

/// What became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteState {
    /// On the device only.
    Waiting,
    /// On the server.
    Saved,
    /// The server will not have it.
    Refused,
    /// The server asks whether it is about a pupil who could be recognised.
    Asked,
}

/// One note as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownNote {
    /// Its name on the device.
    pub id: String,
    /// What became of it.
    pub state: NoteState,
    /// Where it comes from and who was heard.
    pub head: String,
    /// What was written.
    pub text: String,
    /// Strand and time, and the school when it is another one than the page's.
    pub foot: String,
    /// Why it was refused.
    pub reason: String,
    /// Where a photo is added to it, once it is saved.
    pub photo: Option<String>,
    /// True when it belongs to the review that the page is about, and the page has its form.
    pub here: bool,
}

/// Everything that the island shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// True when the browser cannot keep anything.
    pub broken: bool,
    /// True while notes are on their way.
    pub sending: bool,
    /// How things stand with the server.
    pub link: Link,
    /// Whether the page can be opened without a network; none while that is not known.
    pub kept: Option<bool>,
    /// The person's own notes on this device.
    pub notes: Vec<ShownNote>,
    /// How many notes of other people are on this device.
    pub of_others: usize,
    /// What is wrong with what was typed.
    pub errors: Vec<String>,
}

/// "1 note waits", "2 notes wait".
fn wait(n: usize) -> String {
    match n {
        1 => "1 note waits".to_owned(),
        n => format!("{n} notes wait"),
    }
}

fn safe(n: usize) -> &'static str {
    match n {
        1 => "It is safe on this device",
        _ => "They are safe on this device",
    }
}

impl Shown {
    fn count(&self, state: NoteState) -> usize {
        self.notes.iter().filter(|n| n.state == state).count()
    }

    /// True when the way on is to sign in.
    pub(super) fn signed_out(&self) -> bool {
        matches!(self.link, Link::SignedOut | Link::OtherPerson)
    }

    /// How things stand, in a sentence or two.
    pub(super) fn status(&self) -> String {
        if self.broken {
            return "This browser cannot keep notes on the device. Each note is sent when you press the button, which needs the network.".to_owned();
        }
        let waiting = self.count(NoteState::Waiting);
        let (waits, safe) = (wait(waiting), safe(waiting));
        let words = match (self.link, waiting) {
            (Link::SignedOut, 0) => "You have been signed out. What you write is kept on this device until you sign in again.".to_owned(),
            (Link::SignedOut, _) => format!("You have been signed out. {waits} on this device: sign in again to send. {safe}."),
            (Link::OtherPerson, 0) => "Somebody else is signed in in this browser now. Sign in again to go on.".to_owned(),
            (Link::OtherPerson, _) => format!("Somebody else is signed in in this browser now. {waits} on this device until you sign in again. {safe}."),
            (Link::Offline, 0) => "There is no network. Go on writing: your notes are kept on this device.".to_owned(),
            (Link::Offline, _) => format!("{waits} for the network. {safe}, even if you close the browser."),
            (Link::Trouble, 0) => "Quintet cannot be reached at the moment. Go on writing: your notes are kept on this device.".to_owned(),
            (Link::Trouble, _) => format!("{waits}: Quintet cannot be reached at the moment. {safe}, and we try again every half a minute."),
            (Link::Fine, n) if n > 0 && self.sending => format!("{waits} to be sent. Sending now."),
            (Link::Fine, n) if n > 0 => format!("{waits} to be sent."),
            (Link::Fine, _) if self.count(NoteState::Saved) > 0 => "Everything has been saved.".to_owned(),
            (Link::Fine, _) => "Notes are kept on this device first, and sent as soon as there is a network.".to_owned(),
        };
        let refused = match self.count(NoteState::Refused) + self.count(NoteState::Asked) {
            0 => return words,
            1 => "1 note could not be saved yet: see below.".to_owned(),
            n => format!("{n} notes could not be saved yet: see below."),
        };
        if self.link == Link::Fine && waiting == 0 {
            refused
        } else {
            format!("{words} {refused}")
        }
    }

    /// That there are notes of somebody else, without anything of them.
    pub(super) fn others(&self) -> String {
        match self.of_others {
            0 => String::new(),
            1 => "1 note of somebody else waits on this device. Only that person can see and send it, after signing in here.".to_owned(),
            n => format!("{n} notes of somebody else wait on this device. Only that person can see and send them, after signing in here."),
        }
    }

    /// Whether the page may be closed.
    pub(super) fn reopening(&self) -> &'static str {
        match self.kept {
            Some(true) => {
                "You can close this page and open it again without a network, on this device, for the next seven days."
            }
            Some(false) => {
                "Keep this page open: this browser cannot open it again without a network."
            }
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(link: Link, states: &[NoteState]) -> Shown {
        let note = |(n, state): (usize, &NoteState)| ShownNote {
            id: n.to_string(),
            state: *state,
            head: String::new(),
            text: String::new(),
            foot: String::new(),
            reason: String::new(),
            photo: None,
            here: true,
        };
        Shown {
            link,
            notes: states.iter().enumerate().map(note).collect(),
            ..Shown::default()
        }
    }

    #[test]
    fn what_waits_is_counted_in_words() {
        use NoteState::{Refused, Saved, Waiting};
        for (link, states, words) in [
            (
                Link::Offline,
                &[Waiting, Waiting, Saved][..],
                "2 notes wait for the network. They are safe on this device, even if you close the browser.",
            ),
            (
                Link::Offline,
                &[Waiting],
                "1 note waits for the network. It is safe on this device, even if you close the browser.",
            ),
            (Link::Fine, &[Saved], "Everything has been saved."),
            (
                Link::Fine,
                &[Saved, Refused],
                "1 note could not be saved yet: see below.",
            ),
            (
                Link::SignedOut,
                &[Waiting],
                "You have been signed out. 1 note waits on this device: sign in again to send. It is safe on this device.",
            ),
        ] {
            assert_eq!(shown(link, states).status(), words);
        }
    }
}
