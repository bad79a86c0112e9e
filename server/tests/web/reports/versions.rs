//! The versions of a report: kept at each hand-over, compared by words, seen by those who may.

use super::{at_school, finished, save};
use axum::http::StatusCode;

const PAGE: &str = "/reviews/r1/report/versions";

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_two_versions_is_shown_in_words_and_marks() {
    let site = at_school().await;
    let (lead, head) = (site.sign_in("rev3").await, site.sign_in("head1").await);
    site.post(&lead, "/reviews/r1/report/back", &[("form_key", "b")])
        .await
        .expect_redirect("/reviews/r1/report");
    save(&site, &lead, "1", "The SECRET summary <b>grew</b>").await;
    site.post(&lead, "/reviews/r1/report/send", &[("form_key", "again")])
        .await
        .expect_redirect("/reviews/r1/report");
    for cookie in [&lead, &head] {
        let list = site.get(cookie, PAGE).await.expect(StatusCode::OK).text();
        assert!(
            list.contains("Version 2")
                && list.contains("Sent to the school for its accuracy check"),
            "{list}"
        );
        let page = site
            .get(cookie, &format!("{PAGE}?from=1&to=2"))
            .await
            .expect(StatusCode::OK);
        assert!(
            page.body
                .contains("<ins><span class=\"govuk-visually-hidden\"> [added: </span>"),
            "{}",
            page.body
        );
        assert!(page.body.contains("&lt;b&gt;grew&lt;/b&gt;") && !page.body.contains("<b>grew"));
        assert!(
            page.text().contains("1 word added, 0 words removed"),
            "{}",
            page.text()
        );
        let same = site
            .get(cookie, &format!("{PAGE}?from=2&to=2"))
            .await
            .text();
        assert!(same.contains("Nothing has changed"), "{same}");
        for odd in [
            "?from=1&to=9",
            "?from=x&to=%00",
            "?from=-1",
            "?to=99999999999999999999",
        ] {
            let answer = site.get(cookie, &format!("{PAGE}{odd}")).await;
            assert!(
                answer
                    .expect(StatusCode::OK)
                    .text()
                    .contains("Choose two of these versions"),
                "{odd}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_sees_the_versions_that_it_was_sent_and_not_the_moderators() {
    let site = finished().await;
    site.seed(
        "CREATE report_version SET review = review:r1, number = 4, hand_over = 'moderator', text = 'For the moderator alone',
            at = d'2027-01-11T08:00:00Z', by = person:rev3",
    )
    .await;
    let (head, reviewer) = (site.sign_in("head1").await, site.sign_in("rev2").await);
    let of = async |cookie: &str| site.get(cookie, PAGE).await.expect(StatusCode::OK).text();
    let list = of(&head).await;
    assert!(
        list.contains("Version 3") && !list.contains("Version 4"),
        "{list}"
    );
    let compared = site.get(&head, &format!("{PAGE}?from=3&to=4")).await;
    assert!(
        !compared.text().contains("For the moderator alone"),
        "{}",
        compared.text()
    );
    assert!(of(&reviewer).await.contains("Version 4"));
    for person in ["coord1", "la", "governor1", "contrib1", "head2", "admin"] {
        let cookie = site.sign_in(person).await;
        let status = site.get(&cookie, PAGE).await.status;
        assert!(
            status == StatusCode::FORBIDDEN || status == StatusCode::NOT_FOUND,
            "{person}: {status}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_never_changes() {
    let site = at_school().await;
    let none: [(&str, String); 0] = [];
    let changed = site
        .app
        .store
        .seed("UPDATE report_version SET text = 'Other'", none)
        .await;
    assert!(changed.unwrap_err().to_string().contains("never changes"));
}
