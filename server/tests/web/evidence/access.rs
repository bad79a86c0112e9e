use super::{PIECE, at_school, piece, piece_path, with_team};
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_for_two_strands_is_listed_under_each_found_by_kind_and_theme_and_stands_in_both_strands()
 {
    let site = at_school().await;
    let senco = site.sign_in("contrib1").await;
    let page = site
        .get(&senco, "/reviews/r1/evidence/new?strand=1.1")
        .await
        .expect(StatusCode::OK);
    assert!(page.body.contains("enctype=\"multipart/form-data\""));
    let saved = site
        .post_form(&senco, "/reviews/r1/evidence/new", &piece("k"), &[])
        .await
        .expect_redirect("/reviews/r1/evidence/");
    for (query, found) in [
        ("", true),
        ("?strand=1.1", true),
        ("?strand=2.1", true),
        ("?strand=2.2", false),
        ("?kind=pupil_voice&theme=provision", true),
        ("?theme=sen_unit", true),
        ("?theme=enablers", false),
        ("?kind=data", false),
        ("?strand=zzz&kind=zzz&theme=zzz&page=zzz", true),
    ] {
        let page = site
            .get(&senco, &format!("/reviews/r1/evidence{query}"))
            .await
            .expect(StatusCode::OK);
        assert_eq!(
            page.text().contains("know whom to ask"),
            found,
            "{query}: {}",
            page.text()
        );
    }
    for strand in ["1.1", "2.1"] {
        let page = site
            .get(&senco, &format!("/reviews/r1/self-review/{strand}"))
            .await
            .expect(StatusCode::OK);
        assert!(page.text().contains("know whom to ask"), "{strand}");
        assert!(page.body.contains(&piece_path(&saved)));
    }
    let stored = site
        .stored("SELECT VALUE [strand, strands, themes, side, version] FROM evidence")
        .await;
    assert_eq!(
        stored,
        json!([["1.1", ["1.1", "2.1"], ["sen_unit"], "self", 1]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn posting_the_form_twice_saves_one_piece() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/evidence/new";
    let first = site
        .post_form(&head, path, &piece("k"), &[("a.pdf", super::PDF)])
        .await;
    let second = site
        .post_form(&head, path, &piece("k"), &[("a.pdf", super::PDF)])
        .await;
    assert_eq!(piece_path(&first), piece_path(&second));
    assert_eq!(
        site.stored("SELECT VALUE kind FROM evidence").await,
        json!(["pupil_voice"])
    );
    assert_eq!(
        site.stored("SELECT VALUE name FROM evidence_file").await,
        json!(["a.pdf"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_added_on_the_strands_page_is_in_the_list_too() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let fields = [
        ("version", "0"),
        ("form_key", "n"),
        ("then", "evidence"),
        ("evidence_kind", "data"),
        ("evidence_stance", "challenges"),
        ("evidence_text", "Attendance fell."),
    ];
    site.post(&head, "/reviews/r1/self-review/1.2", &fields)
        .await
        .expect_redirect("/reviews/r1/self-review/1.2");
    let page = site
        .get(&head, "/reviews/r1/evidence?strand=1.2")
        .await
        .expect(StatusCode::OK);
    assert!(page.text().contains("Attendance fell."), "{}", page.text());
    assert_eq!(
        site.stored("SELECT VALUE strands FROM evidence").await,
        json!([["1.2"]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_never_sees_the_teams_evidence_and_the_team_reads_the_schools_from_the_release()
{
    let site = with_team().await;
    let (reviewer, head) = (site.sign_in("rev2").await, site.sign_in("head1").await);
    site.seed(
        "CREATE evidence:own SET review = review:r1, side = 'self', strand = '1.1', kind = 'data', stance = 'supports', text = 'OF-THE-SCHOOL',
            added_by = person:contrib1, added_at = d'2027-01-05T09:00:00Z'",
    )
    .await;
    let saved = site
        .post_form(
            &reviewer,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("a.pdf", super::PDF)],
        )
        .await;
    let path = piece_path(&saved.expect_redirect("/reviews/r1/evidence/"));
    let file = super::file_path(&site.get(&reviewer, &path).await.expect(StatusCode::OK));

    let list = site
        .get(&reviewer, "/reviews/r1/evidence")
        .await
        .expect(StatusCode::OK);
    assert!(list.text().contains("know whom to ask") && !list.text().contains("OF-THE-SCHOOL"));
    let list = site
        .get(&reviewer, "/reviews/r1/evidence?side=self")
        .await
        .expect(StatusCode::OK);
    assert!(list.text().contains("OF-THE-SCHOOL") && !list.text().contains("know whom to ask"));

    let list = site
        .get(&head, "/reviews/r1/evidence")
        .await
        .expect(StatusCode::OK);
    assert!(list.text().contains("OF-THE-SCHOOL") && !list.text().contains("know whom to ask"));
    for hidden in [
        "/reviews/r1/evidence?side=peer",
        &path,
        &file,
        &format!("{path}/edit"),
        &format!("{file}/remove"),
    ] {
        let answer = site.get(&head, hidden).await;
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status),
            "{hidden}: {}",
            answer.status
        );
        assert!(!answer.body.contains("know whom to ask"));
    }
    // The school's own can no longer be changed, and is not the team's to change.
    for (who, status) in [
        (&head, StatusCode::FORBIDDEN),
        (&reviewer, StatusCode::FORBIDDEN),
    ] {
        site.get(who, "/reviews/r1/evidence/own/edit")
            .await
            .expect(status);
        site.post(who, "/reviews/r1/evidence/own/remove", &[("form_key", "z")])
            .await
            .expect(status);
    }
    for (person, status) in [
        ("coord1", StatusCode::FORBIDDEN),
        ("la", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("governor1", StatusCode::NOT_FOUND),
        ("head2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        for page in [
            "/reviews/r1/evidence",
            "/reviews/r1/evidence/matrix",
            "/reviews/r1/evidence/own",
            &file,
        ] {
            site.get(&cookie, page).await.expect(status);
        }
    }
    // With the review, the team's access ends.
    site.seed("UPDATE review:r1 SET state = 'closed'").await;
    for page in ["/reviews/r1/evidence", &path, &file] {
        site.get(&reviewer, page)
            .await
            .expect(StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_team_everybody_changes_the_own_pieces_only() {
    let site = with_team().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    let saved = site
        .post_form(&reviewer, "/reviews/r1/evidence/new", &piece("k"), &[])
        .await;
    let path = piece_path(&saved);
    let mut fields = PIECE.to_vec();
    fields[0] = ("text", "Changed");
    fields.extend([("version", "1"), ("form_key", "e")]);
    site.get(&lead, &path).await.expect(StatusCode::OK);
    site.post(&lead, &format!("{path}/edit"), &fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post_form(&lead, &path, &[("form_key", "f")], &[("a.pdf", super::PDF)])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&lead, &format!("{path}/remove"), &[("form_key", "g")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert_eq!(
        site.stored("SELECT VALUE version FROM evidence").await,
        json!([1])
    );
    site.post(&reviewer, &format!("{path}/edit"), &fields)
        .await
        .expect_redirect(&path);
    assert_eq!(
        site.stored("SELECT VALUE text FROM evidence").await,
        json!(["Changed"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_change_one_piece_lose_nothing() {
    let site = at_school().await;
    let (head, senco) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let path = piece_path(
        &site
            .post_form(&head, "/reviews/r1/evidence/new", &piece("k"), &[])
            .await,
    );
    let change = |text: &'static str, version: &'static str, key: &'static str| {
        let mut fields = PIECE.to_vec();
        fields[0] = ("text", text);
        fields.extend([("version", version), ("form_key", key)]);
        fields
    };
    let edit = format!("{path}/edit");
    site.post(&head, &edit, &change("From the head", "1", "a"))
        .await
        .expect_redirect(&path);
    let page = site
        .post(&senco, &edit, &change("From the SENCO", "1", "b"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        page.text().contains("From the head") && page.body.contains("From the SENCO"),
        "{}",
        page.text()
    );
    assert_eq!(page.hidden("version"), "2");
    site.post(&senco, &edit, &change("From both", "2", "c"))
        .await
        .expect_redirect(&path);
    assert_eq!(
        site.stored("SELECT VALUE text FROM evidence").await,
        json!(["From both"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_goes_after_a_question_with_its_files() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("a.pdf", super::PDF)],
        )
        .await;
    let path = piece_path(&saved);
    let ask = site
        .get(&head, &format!("{path}/remove"))
        .await
        .expect(StatusCode::OK);
    assert!(
        ask.text()
            .contains("Pupil voice for strands 1.1 and 2.1 goes for good. Its file goes with it"),
        "{}",
        ask.text()
    );
    site.post(
        &head,
        &format!("{path}/remove"),
        &[("form_key", &ask.hidden("form_key"))],
    )
    .await
    .expect_redirect("/reviews/r1/evidence?done=removed");
    site.get(&head, &path).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(
        site.stored("SELECT VALUE name FROM evidence_file").await,
        json!([])
    );
    assert_eq!(super::storage::blobs(&site), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_on_any_page_takes_its_files_and_its_place_under_findings_along() {
    let site = with_team().await;
    let reviewer = site.sign_in("rev2").await;
    let new = "/reviews/r1/evidence/new";
    let saved = site
        .post_form(&reviewer, new, &piece("k"), &[("a.pdf", super::PDF)])
        .await;
    let id = piece_path(&saved).rsplit('/').next().unwrap().to_owned();
    site.seed(&format!(
        "CREATE finding:one SET review = review:r1, kind = 'strength', strand = '1.1', text = 'x', saved_by = person:rev2,
            saved_at = d'2027-01-11T09:00:00Z', rests_on = [evidence:⟨{id}⟩, evidence:other]"
    ))
    .await;
    site.post(&reviewer, "/reviews/r1/notes/2.1/remove", &[("note", &id)])
        .await
        .expect_redirect("/reviews/r1/notes/2.1");
    assert_eq!(
        site.stored("SELECT VALUE name FROM evidence_file").await,
        json!([])
    );
    assert_eq!(
        site.stored("SELECT VALUE rests_on.map(|$e| record::id($e)) FROM finding")
            .await,
        json!([["other"]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_paged_and_keeps_its_filter() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    site.seed(
        "FOR $n IN 1..=45 { CREATE evidence SET review = review:r1, side = 'self', strand = '1.1', kind = IF $n % 2 = 0 { 'data' } ELSE { 'document' },
            stance = 'supports', text = string::concat('Piece number ', <string> $n, '.'), added_by = person:head1, added_at = d'2027-01-05T09:00:00Z' + duration::from_mins($n) }",
    )
    .await;
    let page = site
        .get(&head, "/reviews/r1/evidence")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("45 pieces of evidence") && page.text().contains("Piece number 45.")
    );
    assert!(!page.text().contains("Piece number 25."));
    let page = site
        .get(&head, "/reviews/r1/evidence?side=self&kind=data&page=2")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("22 pieces of evidence") && page.text().contains("Piece number 2."),
        "{}",
        page.text()
    );
    assert!(
        page.body.contains("side=self&amp;kind=data&amp;page=1"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_shows_one_source_and_missing_voices_to_each_side_its_own() {
    let site = with_team().await;
    let (reviewer, head) = (site.sign_in("rev2").await, site.sign_in("head1").await);
    site.seed(
        "CREATE strand_entry SET review = review:r1, side = 'self', strand = '1.1', level = 3, narrative = 'x', saved_by = person:head1, saved_at = d'2027-01-05T09:00:00Z';
        CREATE strand_entry SET review = review:r1, side = 'self', strand = '1.2', level = 2, narrative = 'x', saved_by = person:head1, saved_at = d'2027-01-05T09:00:00Z';
        FOR $e IN [['self', '1.1', 'data'], ['self', '1.1', 'data'], ['peer', '1.1', 'pupil_voice']] {
            CREATE evidence SET review = review:r1, side = $e[0], strand = $e[1], kind = $e[2], stance = 'supports', text = 'x',
                added_by = person:rev2, added_at = d'2027-01-05T09:00:00Z' }",
    )
    .await;
    let page = site
        .get(&head, "/reviews/r1/evidence/matrix")
        .await
        .expect(StatusCode::OK);
    let text = page.text();
    assert!(
        text.contains("1 strand judged without any evidence"),
        "{text}"
    );
    assert!(
        text.contains("1 strand judged on one source only"),
        "{text}"
    );
    assert!(
        text.contains("Judged on one source No pupil voice No parent and carer voice"),
        "{text}"
    );
    assert!(page.body.contains("scope=\"row\"") && page.body.contains("scope=\"col\""));
    assert!(!text.contains("of the team"), "{text}");
    let page = site
        .get(&reviewer, "/reviews/r1/evidence/matrix")
        .await
        .expect(StatusCode::OK);
    let text = page.text();
    assert!(text.contains("2 of the school, 0 of the team"), "{text}");
    assert!(text.contains("0 of the school, 1 of the team"), "{text}");
    assert!(!text.contains("Judged on one source"), "{text}");
}
