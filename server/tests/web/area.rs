use crate::support::Site;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn an_la_lead_sees_coverage_states_and_late_tasks_of_the_own_area_and_no_text() {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'visited', questions = ['To what extent is this secret?']",
    )
    .await;
    // In May, past the dates of the team and of most self-reviews.
    site.at("2027-05-10T09:00:00Z");
    let la = site.sign_in("la").await;
    let page = site.get(&la, "/area").await.expect(StatusCode::OK);
    let text = page.text();
    for words in [
        "Wendleshire",
        "Schools in the local authority 8",
        "Taking part in a running cycle 7",
        "87%",
        "Ashby Primary School",
        "Visited",
        "late",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!page.body.contains("secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_fewer_than_five_schools_shows_no_rate_and_says_why() {
    let site = Site::new().await;
    let trust = site.sign_in("trust1").await;
    let text = site
        .get(&trust, "/area")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("Larkfield Learning Trust") && text.contains("Schools in the trust 2"),
        "{text}"
    );
    assert!(
        text.contains("fewer than five schools") && !text.contains('%'),
        "{text}"
    );
    assert!(
        !text.contains("Calder"),
        "a school outside the trust: {text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_area_without_schools_says_so_and_who_watches_none_finds_no_page() {
    let site = Site::new().await;
    let la2 = site.sign_in("la2").await;
    let text = site.get(&la2, "/area").await.expect(StatusCode::OK).text();
    assert!(
        text.contains("Oxmarsh") && text.contains("No school here is in a cycle yet"),
        "{text}"
    );
    assert!(!text.contains("Ashby"));
    for person in ["coord1", "head1", "admin", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/area")
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}
