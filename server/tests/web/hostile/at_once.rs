//! The same form fifty times in the same moment has one effect.

use crate::support::Site;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Posts the same form fifty times at once; every answer leads to the same page.
async fn post_fifty(
    site: Site,
    person: &str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Arc<Site> {
    let cookie = site.sign_in(person).await;
    let site = Arc::new(site);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (site, cookie) = (site.clone(), cookie.clone());
        tasks.spawn(async move { site.post(&cookie, path, fields).await });
    }
    let answers = tasks.join_all().await;
    let places: BTreeSet<_> = answers
        .into_iter()
        .map(|a| a.expect_redirect("/").location)
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
    site
}

async fn count(site: &Site, sql: &str) -> usize {
    site.stored(sql).await.as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_posts_at_once_set_up_one_partnership() {
    let fields = &[("name", "Only once"), ("vision", ""), ("form_key", "key")];
    let site = post_fifty(Site::on_disk().await, "coord1", "/partnerships/new", fields).await;
    assert_eq!(
        count(&site, "SELECT id FROM partnership WHERE name = 'Only once'").await,
        1
    );
    assert_eq!(
        count(&site, "SELECT id FROM audit WHERE verb = 'created'").await,
        1
    );
    assert_eq!(
        count(&site, "SELECT id FROM role WHERE person = person:coord1").await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_posts_at_once_save_a_strand_once() {
    let fields = &[
        ("level", "3"),
        ("narrative", "Only once"),
        ("version", "0"),
        ("form_key", "key"),
    ];
    let site = post_fifty(
        Site::on_disk().await,
        "head1",
        "/reviews/r1/self-review/1.1",
        fields,
    )
    .await;
    assert_eq!(
        site.stored("SELECT VALUE version FROM strand_entry").await,
        serde_json::json!([1])
    );
    assert_eq!(
        count(&site, "SELECT id FROM audit WHERE verb = 'saved a strand'").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_posts_at_once_add_one_note() {
    let site = Site::on_disk().await;
    site.seed(
        "UPDATE review:r1 SET state = 'preparing', self_review = 'locked', visit_date = '2027-01-11';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted'",
    )
    .await;
    let fields = &[
        ("text", "Only once"),
        ("kind", "learning_walk"),
        ("stance", "supports"),
        ("link", ""),
        ("form_key", "key"),
    ];
    let site = post_fifty(site, "rev3", "/reviews/r1/notes/1.1", fields).await;
    assert_eq!(count(&site, "SELECT id FROM evidence").await, 1);
    assert_eq!(
        count(&site, "SELECT id FROM audit WHERE verb = 'added a note'").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_posts_at_once_add_one_action() {
    let site = Site::on_disk().await;
    site.seed("UPDATE review:r1 SET state = 'final', self_review = 'locked', visit_date = '2027-01-04', final_at = d'2027-01-10T10:00:00Z'").await;
    let fields = &[
        ("title", "Only once"),
        ("strand", "2.1"),
        ("recommendation", ""),
        ("owner", "SENCO"),
        ("due-day", "26"),
        ("due-month", "3"),
        ("due-year", "2027"),
        ("success", "Seen in every class"),
        ("cost", ""),
        ("funding", ""),
        ("form_key", "key"),
    ];
    let site = post_fifty(site, "head1", "/reviews/r1/plan/new", fields).await;
    assert_eq!(count(&site, "SELECT id FROM action").await, 1);
    assert_eq!(
        count(&site, "SELECT id FROM audit WHERE verb = 'added an action'").await,
        1
    );
}
