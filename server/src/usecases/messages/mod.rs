//! Looking up e-mails and what became of them.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::ids::MessageId;
use domain::policy::{self, act};
use store::mail::log::{Message, MessageFilter, MessagePage};

/// Messages on one page of the list.
pub const PAGE: usize = 50;

/// One page of the messages, newest first.
pub async fn list(
    app: &App,
    user: &User,
    filter: &MessageFilter,
    page: usize,
) -> Result<MessagePage, Error> {
    let permit = policy::site::<act::SeeMessages>(&user.actor)?;
    Ok(app.store.list_messages(&permit, filter, page, PAGE).await?)
}

/// One message, with its one-time links masked: an administrator looks after the mail and signs in as nobody else.
pub async fn find(app: &App, user: &User, id: &MessageId) -> Result<Message, Error> {
    let permit = policy::site::<act::SeeMessages>(&user.actor)?;
    let mut found = app
        .store
        .find_message(&permit, id)
        .await?
        .ok_or(Error::NotFound)?;
    found.text = mask_links(&found.text);
    for delivery in &mut found.deliveries {
        delivery.reply = mask_links(&delivery.reply);
    }
    Ok(found)
}

/// The same text with the secret of every sign-in link taken out.
fn mask_links(text: &str) -> String {
    const BEFORE: &str = "/sign-in/";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BEFORE) {
        let (head, tail) = rest.split_at(at + BEFORE.len());
        out.push_str(head);
        let secret = tail
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '%' | '=' | '\u{ad}'))
            })
            .unwrap_or(tail.len());
        if secret > 0 {
            out.push_str("(hidden)");
        }
        rest = &tail[secret..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_a_link_is_left_in_the_text() {
        assert_eq!(
            mask_links(
                "Sign in:\n\nhttps://q.example/sign-in/aB3-_x\n\nor https://q.example/sign-in/zz.\nBye"
            ),
            "Sign in:\n\nhttps://q.example/sign-in/(hidden)\n\nor https://q.example/sign-in/(hidden).\nBye"
        );
        assert_eq!(
            mask_links("https://q.example/reviews/r1/plan"),
            "https://q.example/reviews/r1/plan"
        );
        assert_eq!(mask_links("/sign-in/"), "/sign-in/");
    }
}
