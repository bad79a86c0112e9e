use super::{link_in_mail, post_form};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn administrators_find_people_by_name_address_and_role_fifty_at_a_time() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let page = site
        .get(&admin, "/admin/people?q=HANA")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("1 person") && page.contains("Headteacher, Ashby Primary School"),
        "{page}"
    );
    let page = site.get(&admin, "/admin/people?q=coord2@").await.text();
    assert!(
        page.contains("Colin Orr") && !page.contains("Cora Dean"),
        "{page}"
    );
    let page = site.get(&admin, "/admin/people?role=la-lead").await.text();
    assert!(
        page.contains("2 people") && page.contains("Local authority lead, Oxmarsh"),
        "{page}"
    );
    let page = site
        .get(&admin, "/admin/people?role=reviewer&q=r")
        .await
        .text();
    assert!(page.contains("6 people"), "{page}");
    site.seed("FOR $n IN 1..=60 { CREATE person SET name = string::concat('Zed ', <string> $n), email = string::concat('z', <string> $n, '@example.org'), created_at = d'2027-01-01T00:00:00Z' }").await;
    let first = site
        .get(&admin, "/admin/people?q=zed")
        .await
        .expect(StatusCode::OK);
    assert!(first.text().contains("60 people"), "{}", first.text());
    assert_eq!(first.body.matches("@example.org").count(), 50);
    assert!(
        first
            .body
            .contains("/admin/people?q=zed&amp;role=&amp;page=2"),
        "{}",
        first.body
    );
    let second = site.get(&admin, "/admin/people?q=zed&role=&page=2").await;
    assert_eq!(second.body.matches("@example.org").count(), 10);
    let none = site
        .get(&admin, "/admin/people?q=%27%20OR%20true")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(none.contains("Nobody is found"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_makes_person_role_link_and_mail_once() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = "/admin/people/invite";
    let key = site.get(&admin, path).await.hidden("form_key");
    let fields = [
        ("name", "Nina New"),
        ("email", " Nina.New@Example.org"),
        ("role", "headteacher"),
        ("place", "900005"),
        ("ground", "Named by the governing board"),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&admin, path, &fields)
            .await
            .expect_redirect("/admin/people");
    }
    assert_eq!(
        site.stored("SELECT name, email, works_at FROM person WHERE name = 'Nina New'")
            .await,
        json!([{"name": "Nina New", "email": "nina.new@example.org", "works_at": ["school:s5"]}])
    );
    assert_eq!(
        site.stored(
            "SELECT kind, scope, since, why, granted_by FROM role WHERE person.name = 'Nina New'"
        )
        .await,
        json!([{"kind": "headteacher", "scope": "s5", "since": "2027-01-11", "why": "Named by the governing board", "granted_by": "person:admin"}])
    );
    let mail = site
        .stored("SELECT to_address, subject, text, state FROM message")
        .await;
    assert_eq!(mail.as_array().map(Vec::len), Some(1), "{mail}");
    assert_eq!(mail[0]["to_address"], "nina.new@example.org");
    let text = mail[0]["text"]
        .as_str()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        text.contains("Ada Minton invites you to join Quintet as headteacher of Elm Park School."),
        "{text}"
    );
    assert!(text.contains("25 January 2027"), "{text}");
    // The link works after thirteen days, by its button, once.
    site.at("2027-01-24T09:00:00Z");
    let link = link_in_mail(&site).await;
    assert!(
        site.get("", &link)
            .await
            .expect(StatusCode::OK)
            .text()
            .contains("Nina New")
    );
    let entered = site.post("", &link, &[]).await.expect_redirect("/");
    let page = site
        .get(&entered.cookie.unwrap(), "/me")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Headteacher, Elm Park School")
            && page.contains("Named by the governing board Ada Minton Now"),
        "{page}"
    );
    site.post("", &link, &[]).await.expect(StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_invited_twice_is_there_once_and_keeps_the_own_name() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = "/admin/people/invite";
    let fields = [
        ("name", "Somebody Else"),
        ("email", "HEAD1@example.org"),
        ("role", "la-lead"),
        ("place", "Wendleshire"),
    ];
    post_form(&site, &admin, path, &fields)
        .await
        .expect_redirect("/admin/people");
    assert_eq!(
        site.stored("SELECT VALUE name FROM person WHERE email = 'head1@example.org'")
            .await,
        json!(["Hana One"])
    );
    assert_eq!(
        site.stored("SELECT VALUE to_address FROM message").await,
        json!(["head1@example.org"])
    );
    let again = post_form(&site, &admin, path, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text().contains("This person has this role already"),
        "{}",
        again.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE scope FROM role WHERE person = person:head1 ORDER BY scope")
            .await,
        json!(["901", "s1"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_invitations_of_one_new_person_at_the_same_moment_make_one_person_with_both_roles() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let invite = |role: &'static str, place: &'static str| {
        let (site, admin) = (&site, &admin);
        async move {
            let fields = [
                ("name", "Nina New"),
                ("email", "nina@example.org"),
                ("role", role),
                ("place", place),
            ];
            post_form(site, admin, "/admin/people/invite", &fields)
                .await
                .expect_redirect("/admin/people");
        }
    };
    tokio::join!(
        invite("headteacher", "elm park SCHOOL"),
        invite("trust-lead", "5001")
    );
    assert_eq!(
        site.stored("SELECT VALUE name FROM person WHERE email = 'nina@example.org'")
            .await,
        json!(["Nina New"])
    );
    assert_eq!(
        site.stored(
            "SELECT VALUE kind FROM role WHERE person.email = 'nina@example.org' ORDER BY kind"
        )
        .await,
        json!(["headteacher", "trust-lead"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_places_one_is_chosen_and_an_unknown_one_is_refused_beside_its_field() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = "/admin/people/invite";
    let fields = |place: &'static str, scope: &'static str| {
        vec![
            ("name", "Nina New"),
            ("email", "nina@example.org"),
            ("role", "governor"),
            ("place", place),
            ("scope", scope),
        ]
    };
    let page = post_form(&site, &admin, path, &fields("academy", ""))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("Choose which school you mean"),
        "{}",
        page.text()
    );
    assert!(
        page.text()
            .contains("Birchwood Academy (Birchwood, URN 900002)")
            && page.text().contains("Garth Academy"),
        "{}",
        page.text()
    );
    assert!(page.body.contains("href=\"#scope\"") && page.body.contains("value=\"Nina New\""));
    // What is chosen must be among what was found.
    post_form(&site, &admin, path, &fields("academy", "s1"))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    post_form(&site, &admin, path, &fields("academy", "s7"))
        .await
        .expect_redirect("/admin/people");
    assert_eq!(
        site.stored(
            "SELECT VALUE scope FROM role WHERE kind = 'governor' AND person.name = 'Nina New'"
        )
        .await,
        json!(["s7"])
    );
    let page = post_form(&site, &admin, path, &fields("Nowhere School", ""))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("There is no school with this name or number"),
        "{}",
        page.text()
    );
    let page = post_form(&site, &admin, path, &fields("", ""))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("Enter the name or URN of the school"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_one_is_refused_and_everything_stays_typed() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    for bad in [
        "nina",
        "nina@",
        "nina@localhost",
        "a b@example.org",
        "nina@example.org, bob@example.org",
        "<nina@example.org>",
    ] {
        let fields = [
            ("name", "Nina <b>New</b>"),
            ("email", bad),
            ("role", "administrator"),
        ];
        let page = post_form(&site, &admin, "/admin/people/invite", &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text()
                .contains("Enter an e-mail address in the correct format, like name@example.org"),
            "{}",
            page.text()
        );
        assert!(
            page.body.contains("href=\"#email\"") && page.body.contains("Nina &lt;b&gt;New"),
            "{}",
            page.body
        );
    }
    let page = post_form(&site, &admin, "/admin/people/invite", &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "email", "role"] {
        assert!(
            page.body.contains(&format!("href=\"#{field}\"")),
            "{field}: {}",
            page.text()
        );
    }
    assert_eq!(site.stored("SELECT VALUE id FROM message").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_given_and_ended_on_a_day_with_both_on_record() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = "/admin/people/nobody/roles/new";
    post_form(
        &site,
        &admin,
        path,
        &[
            ("role", "coordinator"),
            ("place", "wend valley partnership"),
        ],
    )
    .await
    .expect_redirect("/admin/people/nobody");
    let new_coordinator = site.sign_in("nobody").await;
    site.get(&new_coordinator, "/partnerships/p1/people")
        .await
        .expect(StatusCode::OK);
    let again = post_form(
        &site,
        &admin,
        path,
        &[("role", "coordinator"), ("place", "p1")],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("href=\"#role\"")
            && again.text().contains("This person has this role already"),
        "{}",
        again.text()
    );

    let page = site
        .get(&admin, "/admin/people/nobody")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("Coordinator, Wend Valley Partnership 11 January 2027"),
        "{}",
        page.text()
    );
    let start = page.body.find("/admin/people/nobody/roles/").unwrap();
    let end = page.body[start..]
        .split('"')
        .find(|p| p.ends_with("/end"))
        .unwrap()
        .to_owned();
    let early = [
        ("until-day", "9"),
        ("until-month", "1"),
        ("until-year", "2027"),
    ];
    let refused = post_form(&site, &admin, &end, &early)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("href=\"#until-day\"")
            && refused.text().contains("The role began on 11 January 2027"),
        "{}",
        refused.text()
    );
    let key = site.get(&admin, &end).await.hidden("form_key");
    let last = [
        ("until-day", "12"),
        ("until-month", "1"),
        ("until-year", "2027"),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&admin, &end, &last)
            .await
            .expect_redirect("/admin/people/nobody");
    }
    site.get(&new_coordinator, "/partnerships/p1/people")
        .await
        .expect(StatusCode::OK);
    site.at("2027-01-13T09:00:00Z");
    site.get(&new_coordinator, "/partnerships/p1/people")
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&admin, &end).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(
        site.stored("SELECT VALUE verb FROM audit WHERE record = 'person:nobody' ORDER BY at")
            .await,
        json!(["invited", "ended a role"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_cannot_be_ended() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = "/admin/people/admin/roles/role-admin/end";
    let today = [
        ("until-day", "11"),
        ("until-month", "1"),
        ("until-year", "2027"),
    ];
    let refused = post_form(&site, &admin, path, &today)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("the only administrator"),
        "{}",
        refused.text()
    );
    site.seed("CREATE role:second SET person = person:nobody, kind = 'administrator', since = '2027-01-01', why = 'x'").await;
    post_form(&site, &admin, path, &today)
        .await
        .expect_redirect("/admin/people/admin");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_for_administrators_do_not_exist_for_anybody_else() {
    let site = Site::new().await;
    for person in [
        "coord1",
        "head1",
        "contrib1",
        "governor1",
        "la",
        "trust1",
        "rev1",
        "nobody",
    ] {
        let cookie = site.sign_in(person).await;
        for path in [
            "/admin/people",
            "/admin/people?q=ada",
            "/admin/people/head1",
            "/admin/people/invite",
            "/admin/people/head1/roles/new",
            "/admin/people/head1/roles/role-head1/end",
        ] {
            let page = site.get(&cookie, path).await.expect(StatusCode::NOT_FOUND);
            assert!(!page.body.contains("@example.org"), "{person} {path}");
        }
        for path in ["/admin/people/invite", "/admin/people/nobody/roles/new"] {
            let fields = [
                ("name", "Nina"),
                ("email", "nina@example.org"),
                ("role", "administrator"),
            ];
            site.post(&cookie, path, &fields)
                .await
                .expect(StatusCode::NOT_FOUND);
        }
        let fields = [
            ("until-day", "11"),
            ("until-month", "1"),
            ("until-year", "2027"),
        ];
        site.post(&cookie, "/admin/people/admin/roles/role-admin/end", &fields)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert_eq!(
        site.stored("SELECT VALUE id FROM person WHERE email = 'nina@example.org'")
            .await,
        json!([])
    );
    assert_eq!(
        site.stored("SELECT VALUE person FROM role WHERE kind = 'administrator'")
            .await,
        json!(["person:admin"])
    );
}
