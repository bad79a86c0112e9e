use super::{STRAND, save};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const CARRY: &str = "/reviews/r1/self-review/carry-over";

/// School s1 wrote 1.1, 1.2 and 2.1 in an earlier cycle with another version of the framework; a later cycle with
/// another framework, and one that has not begun, do not count.
async fn with_earlier() -> Site {
    let site = Site::new().await;
    site.seed("
        CREATE framework:five0 SET key = 'five-principles', version_number = 0, title = 'Before', state = 'published', text = '', checksum = '',
            created_at = d'2025-09-01T09:00:00Z', published_at = d'2025-09-01T09:00:00Z';
        CREATE framework:other SET key = 'other', version_number = 1, title = 'Other', state = 'published', text = '', checksum = '',
            created_at = d'2025-09-01T09:00:00Z', published_at = d'2025-09-01T09:00:00Z';
        FOR $c IN [['e0', 'five0', '2024-09-02', 'closed', 'Older'], ['e1', 'five0', '2025-09-01', 'closed', 'Autumn 2025'],
                   ['e2', 'other', '2026-01-05', 'closed', 'Other framework'], ['e3', 'five-principles-1', '2026-06-01', 'draft', 'Draft'],
                   ['e4', 'five-principles-1', '2027-06-01', 'active', 'Later']] {
            CREATE type::record('cycle', $c[0]) SET partnership = partnership:p1, name = $c[4], framework = type::record('framework', $c[1]),
                state = $c[3], starts_on = $c[2], visits_from = $c[2], visits_until = $c[2], ends_on = $c[2], levels = true,
                audiences = [], offsets = {}, created_at = d'2025-09-01T09:00:00Z';
            CREATE type::record('review', $c[0]) SET cycle = type::record('cycle', $c[0]), partnership = partnership:p1, school = school:s1,
                state = 'cancelled', self_review = 'submitted', created_at = d'2025-09-01T09:00:00Z', agreed_at = d'2025-09-01T09:00:00Z';
            FOR $s IN ['1.1', '1.2', '2.1'] {
                CREATE strand_entry SET review = type::record('review', $c[0]), side = 'self', strand = $s, level = 2,
                    narrative = string::concat($c[4], ' on ', $s), saved_by = person:head1, saved_at = d'2025-10-01T09:00:00Z';
            };
        };
        CREATE review:e9 SET cycle = cycle:e1, partnership = partnership:p1, school = school:s2, state = 'cancelled', self_review = 'submitted',
            created_at = d'2025-09-01T09:00:00Z', agreed_at = d'2025-09-01T09:00:00Z';
        CREATE strand_entry SET review = review:e9, side = 'self', strand = '1.3', narrative = 'SECRET of another school',
            saved_by = person:head2, saved_at = d'2025-10-01T09:00:00Z';").await;
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn last_cycles_text_is_shown_and_put_into_an_empty_strand_by_a_button() {
    let site = with_earlier().await;
    let contributor = site.sign_in("contrib1").await;
    let page = site.get(&contributor, STRAND).await.expect(StatusCode::OK);
    for words in [
        "What you wrote in the cycle “Autumn 2025”",
        "Autumn 2025 on 1.1",
        "Level 2",
        "10:00am on 1 October 2025",
        "Start from last cycle’s text",
    ] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    // What was typed meanwhile is neither lost nor replaced.
    let refused = save(
        &site,
        &contributor,
        &page,
        &[("narrative", "Typed meanwhile"), ("then", "carry")],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Typed meanwhile") && refused.text().contains("written here already"),
        "{}",
        refused.text()
    );
    save(
        &site,
        &contributor,
        &page,
        &[("narrative", " "), ("level", "3"), ("then", "carry")],
    )
    .await
    .expect_redirect(STRAND);
    assert_eq!(
        site.stored("SELECT VALUE [narrative, level, record::id(saved_by)] FROM strand_entry WHERE review = review:r1").await,
        json!([["Autumn 2025 on 1.1", 3, "contrib1"]])
    );
    let page = site.get(&contributor, STRAND).await;
    assert!(
        page.text()
            .contains("What you wrote in the cycle “Autumn 2025”")
            && !page.text().contains("Start from last cycle’s text"),
        "{}",
        page.text()
    );
    // A strand for which there is none.
    let path = "/reviews/r1/self-review/1.3";
    let page = site.get(&contributor, path).await;
    assert!(
        !page.text().contains("What you wrote in"),
        "{}",
        page.text()
    );
    let fields = [
        ("version", "0"),
        ("form_key", &*page.hidden("form_key")),
        ("then", "carry"),
    ];
    site.post(&contributor, path, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_empty_strands_are_filled_at_once_and_what_is_written_stays() {
    let site = with_earlier().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    save(&site, &head, &page, &[("narrative", "Mine")])
        .await
        .expect_redirect(STRAND);
    site.seed("CREATE strand_entry:⟨r1-self-1-2⟩ SET review = review:r1, side = 'self', strand = '1.2', level = 4, saved_by = person:head1, saved_at = d'2027-01-10T09:00:00Z'").await;
    let list = site.get(&head, "/reviews/r1/self-review").await;
    assert!(list.body.contains(CARRY), "{}", list.text());
    let page = site.get(&head, CARRY).await.expect(StatusCode::OK);
    let text = page.text();
    let (fills, stays) = text.split_once("Strands that stay as they are").unwrap();
    assert!(
        fills.contains("1.2 ") && fills.contains("2.1 ") && !fills.contains("1.1 "),
        "{text}"
    );
    assert!(stays.contains("1.1 "), "{text}");
    let key = page.hidden("form_key");
    for _ in 0..2 {
        site.post(&head, CARRY, &[("form_key", &key)])
            .await
            .expect_redirect("/reviews/r1/self-review?done=carried");
    }
    assert_eq!(
        site.stored("SELECT VALUE [strand, narrative, level] FROM strand_entry WHERE review = review:r1 ORDER BY strand").await,
        json!([["1.1", "Mine", null], ["1.2", "Autumn 2025 on 1.2", 4], ["2.1", "Autumn 2025 on 2.1", null]])
    );
    let page = site.get(&head, CARRY).await.expect(StatusCode::OK);
    assert!(
        page.text().contains("no empty strand left"),
        "{}",
        page.text()
    );
    site.post(&head, CARRY, &[("form_key", "other")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_earlier_self_review_nothing_is_offered_and_no_other_schools_text_is_ever_shown()
{
    let site = with_earlier().await;
    let head = site.sign_in("head1").await;
    let all = site.get(&head, "/reviews/r1/self-review/1.3").await;
    assert!(!all.body.contains("SECRET of another school"));
    for person in ["head3", "coord1", "contrib1"] {
        let cookie = site.sign_in(person).await;
        let review = if person == "head3" { "r3" } else { "r2" };
        let page = site
            .get(
                &cookie,
                &format!("/reviews/{review}/self-review/carry-over"),
            )
            .await;
        assert!(
            matches!(page.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
            "{person}: {}",
            page.status
        );
    }
    let head3 = site.sign_in("head3").await;
    let list = site.get(&head3, "/reviews/r3/self-review").await;
    assert!(
        !list.text().contains("Start from last cycle"),
        "{}",
        list.text()
    );
}
