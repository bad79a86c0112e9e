//! One-time links: made, looked at, used up.

use crate::state::{App, hash_secret, new_secret};
use chrono::Duration;
use domain::ids::PersonId;
use store::Write;

/// How long a link for signing in can be used.
pub const SIGN_IN_LASTS: Duration = Duration::minutes(15);
/// How long the link of an invitation can be used; after it, the address itself asks for a new one.
pub const INVITATION_LASTS: Duration = Duration::days(14);

/// Adds a one-time link to `write` and returns it as people can follow it. `next` is a path of ours.
pub fn create(
    write: &mut Write,
    app: &App,
    person: &PersonId,
    lasts: Duration,
    next: &str,
) -> String {
    create_at(write, &app.settings.base_url, person, lasts, next)
}

/// The same without a running website: for the command line.
pub fn create_at(
    write: &mut Write,
    base_url: &str,
    person: &PersonId,
    lasts: Duration,
    next: &str,
) -> String {
    let secret = new_secret();
    let now = write.meta().now;
    write.push(store::sessions::create_link(
        &hash_secret(&secret),
        person,
        now,
        now + lasts,
        local_path(next),
    ));
    format!("{base_url}/sign-in/{secret}")
}

/// `path` when it leads to a page of ours, else the home page: a link never leads to another site.
pub fn local_path(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_never_leads_to_another_site() {
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "evil",
            "/a\nb",
            "",
        ] {
            assert_eq!(local_path(bad), "/", "{bad:?}");
        }
        assert_eq!(local_path("/reviews/abc?x=1"), "/reviews/abc?x=1");
    }
}
