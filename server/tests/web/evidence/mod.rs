//! Evidence through the whole router: who sees which side, files in and out, the virus check, a storage that fails,
//! the question about personal data, the matrix.

mod access;
mod clamd;
mod files;
mod personal_data;
mod storage;

use crate::support::{Answer, Site};

/// Review r1 before its pack: the agreement is accepted and the self-review has been begun.
pub async fn at_school() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET agreed_at = d'2026-12-01T09:00:00Z', agreed_by = person:head1, agreed_text = 'x', self_review = 'in_progress'",
    )
    .await;
    site
}

/// Review r1 with its pack released; rev3 leads, rev2 is with her.
pub async fn with_team() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET agreed_at = d'2026-12-01T09:00:00Z', agreed_by = person:head1, agreed_text = 'x', state = 'preparing',
            self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-12';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted'",
    )
    .await;
    site
}

/// A whole form.
pub const PIECE: [(&str, &str); 7] = [
    ("text", "Pupils said that they know whom to ask."),
    ("kind", "pupil_voice"),
    ("stance", "supports"),
    ("strand", "1.1"),
    ("strand", "2.1"),
    ("theme", "sen_unit"),
    ("link", "https://school.example/send"),
];

/// The form with a key.
pub fn piece(key: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut fields = PIECE.to_vec();
    fields.push(("form_key", key));
    fields
}

/// The address of the piece to which an answer leads, without its query.
pub fn piece_path(answer: &Answer) -> String {
    let location = answer.location.clone().unwrap();
    location.split('?').next().unwrap().to_owned()
}

/// The address of the first file of a page.
pub fn file_path(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("/files/")
        .unwrap_or_else(|| panic!("no file on {}", page.text()));
    let (before, _) = page.body.split_once(&format!("/files/{rest}")).unwrap();
    let start = before.rfind('"').unwrap() + 1;
    let end = rest.find('"').unwrap();
    format!("{}/files/{}", &before[start..], &rest[..end])
}

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
