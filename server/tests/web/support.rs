//! A website to test: database in memory, clock fixed at 9 o'clock on Monday 11 January 2027, the people and schools of
//! `fixture.surql`. Requests go through the whole router, with real session cookies.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;
use server::clock::Clock;
use server::email::Mailer;
use server::files::Files;
use server::http::router;
use server::state::{App, Settings, hash_secret};
use std::sync::Arc;
use store::{Kind, Meta, Store, Write};
use tower::ServiceExt;

/// A running website and what is behind it.
pub struct Site {
    pub app: App,
    router: Router,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub cookie: Option<String>,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    /// The value of the hidden field `name` in the page.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .body
            .split_once(&mark)
            .unwrap_or_else(|| panic!("no field {name} in {}", self.body));
        rest.split_once('"').unwrap().0.to_owned()
    }

    /// The page's text without tags, with white space folded: for asserting on what people read.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => {
                    inside = true;
                    out.push(' ');
                }
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out.replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// A redirect after a post, to a path that begins so.
    #[track_caller]
    pub fn expect_redirect(self, to: &str) -> Self {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        assert!(
            self.location.as_deref().unwrap_or_default().starts_with(to),
            "{:?} is not {to}",
            self.location
        );
        self
    }
}

impl Site {
    /// The fixture: see `fixture.surql` for who and what is in it.
    pub async fn new() -> Self {
        Self::empty().await.with_fixture().await
    }

    /// The fixture in an embedded database on disk.
    pub async fn on_disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_folder(&folder.path().join("data"))
            .await
            .unwrap();
        Self::over(store, folder).await.with_fixture().await
    }

    async fn with_fixture(self) -> Self {
        let site = self;
        let five = domain::framework::FIVE_PRINCIPLES;
        site.app
            .store
            .seed(
                include_str!("fixture.surql"),
                [
                    ("framework_text", five.to_owned()),
                    ("framework_checksum", domain::framework::checksum(five)),
                ],
            )
            .await
            .unwrap();
        site
    }

    /// No schools, no people.
    pub async fn empty() -> Self {
        let store = Store::connect("mem://").await.unwrap();
        Self::over(store, tempfile::tempdir().unwrap()).await
    }

    async fn over(store: Store, folder: tempfile::TempDir) -> Self {
        // A fault shows its reason beside the failing assertion.
        let _ = tracing_subscriber::fmt()
            .with_env_filter("error")
            .with_test_writer()
            .try_init();
        let clock = Clock::system();
        clock.set("2027-01-11T09:00:00Z".parse().unwrap());
        store.migrate(clock.now()).await.unwrap();
        store.set_kind(Kind::Real).await.unwrap();
        let mailer = Mailer::from_settings(
            None,
            folder.path().to_owned(),
            "Quintet <mail@quintet.example>",
        )
        .unwrap();
        let app = App {
            store,
            clock,
            mailer,
            files: Files::in_folder(folder.path()).unwrap(),
            settings: Arc::new(Settings {
                base_url: "http://127.0.0.1:3000".into(),
                demo: false,
                data: folder.path().to_owned(),
                smtp: false,
            }),
            wake: Arc::default(),
            frameworks: Arc::default(),
        };
        Self {
            router: router(app.clone()),
            app,
            _folder: folder,
        }
    }

    /// Changes the database behind the website's back, to reach a state quickly.
    pub async fn seed(&self, sql: &str) {
        let none: [(&str, String); 0] = [];
        self.app.store.seed(sql, none).await.unwrap();
    }

    /// What a query returns, as JSON: for asserting on what was stored.
    pub async fn stored(&self, sql: &str) -> serde_json::Value {
        self.app.store.inspect(sql).await.unwrap()
    }

    /// Moves the clock.
    pub fn at(&self, now: &str) {
        self.app.clock.set(now.parse::<DateTime<Utc>>().unwrap());
    }

    /// A session for a person of the fixture, as the value of a Cookie header.
    pub async fn sign_in(&self, person: &str) -> String {
        let secret = format!("secret-of-{person}-{}", server::state::new_secret());
        let now = self.app.clock.now();
        let mut write = Write::new(&Meta {
            by: None,
            now,
            request: "test".into(),
        });
        write.push(store::sessions::create_session(
            &hash_secret(&secret),
            &person.parse().unwrap(),
            now,
            now + chrono::Duration::days(400),
        ));
        self.app.store.commit(write).await.unwrap();
        format!("quintet={secret}")
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(Method::GET, cookie, path, None, &[]).await
    }

    pub async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(Method::POST, cookie, path, Some(body), &[]).await
    }

    /// Posts files as a browser does: name of the field, name of the file (empty where none was chosen), content.
    pub async fn post_files(
        &self,
        cookie: &str,
        path: &str,
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in files {
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: text/csv\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::COOKIE, cookie)
            .header(
                header::CONTENT_TYPE,
                "multipart/form-data; boundary=frontier",
            )
            .body(Body::from(body))
            .unwrap();
        self.answer(request).await
    }

    /// The same website with another storage for files.
    pub fn with_files(mut self, files: Files) -> Self {
        self.app.files = files;
        self.router = router(self.app.clone());
        self
    }

    /// The folder of its data.
    pub fn folder(&self) -> &std::path::Path {
        self._folder.path()
    }

    /// Posts texts and files in one form, as a browser does.
    pub async fn post_form(
        &self,
        cookie: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        for (file, content) in files {
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::COOKIE, cookie)
            .header(
                header::CONTENT_TYPE,
                "multipart/form-data; boundary=frontier",
            )
            .body(Body::from(body))
            .unwrap();
        self.answer(request).await
    }

    pub async fn send(
        &self,
        method: Method,
        cookie: &str,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:3000");
        if !cookie.is_empty() {
            request = request.header(header::COOKIE, cookie);
        }
        if body.is_some()
            && !headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(body.map_or_else(Body::empty, Body::from))
            .unwrap();
        self.answer(request).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let header = |name| {
            parts
                .headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned)
        };
        Answer {
            status: parts.status,
            location: header(header::LOCATION),
            cookie: header(header::SET_COOKIE).map(|c| c.split(';').next().unwrap().to_owned()),
            headers: parts.headers.clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}
