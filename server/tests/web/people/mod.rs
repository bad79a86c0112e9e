//! People through the whole router: who is told what, who may give what, and that nothing happens twice.

mod account;
mod administration;
mod at_school;
mod by_operator;
mod in_partnership;

use crate::support::{Answer, Site};

/// Fields of a form with the key that the page was given.
async fn post_form(site: &Site, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let key = site.get(cookie, path).await.hidden("form_key");
    let mut all = fields.to_vec();
    all.push(("form_key", &key));
    site.post(cookie, path, &all).await
}

/// The path of the one-time link in the newest mail.
async fn link_in_mail(site: &Site) -> String {
    let text = site.stored("SELECT VALUE text FROM message WHERE kind = 'invitation' ORDER BY created_at DESC LIMIT 1").await;
    let text = text[0]
        .as_str()
        .unwrap_or_else(|| panic!("no invitation: {text}"))
        .to_owned();
    let start = text.find("/sign-in/").unwrap();
    text[start..].split_whitespace().next().unwrap().to_owned()
}
