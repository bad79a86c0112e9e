//! The notebook at work: form to device, device to server, and the page told of it.

use super::form::{FIELDS, NoteForm, check};
use super::network::{self, Answer};
use super::paper::Paper;
use super::shown::{Link, NoteState, Shown, ShownNote};
use super::storage::{Draft, Notes, object, set, text};
use js_sys::{Date, Reflect};
use leptos::prelude::{document, set_interval, window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, EventTarget};

/// How often it is tried again while the page is open.
const EVERY: Duration = Duration::from_secs(30);
/// How long a saved note stays on the device, in milliseconds: so long other windows can show that it was saved.
const SAVED_STAYS: f64 = 60_000.0;
/// How many notes are sent at once.
const TOGETHER: usize = 5;

/// Whose notebook of which review the page is.
pub(super) struct Place {
    pub person: String,
    pub review: String,
    pub school: String,
    pub copy: bool,
}

struct Notebook {
    place: Place,
    paper: Paper,
    shown: RefCell<Shown>,
    notes: Notes,
    form: Option<NoteForm>,
    draft: Draft,
    saving: Cell<bool>,
    sending: Cell<bool>,
}

/// Wakes the notebook.
pub(super) fn start(place: Place) {
    let Some(paper) = Paper::find() else { return };
    spawn_local(async move {
        let Ok(notes) = Notes::open().await else {
            let broken = Shown {
                broken: true,
                ..Shown::default()
            };
            return paper.write(&Shown::default(), &broken);
        };
        let draft = Draft::of(&place.person, &place.review);
        let notebook = Rc::new(Notebook {
            place,
            paper,
            shown: RefCell::default(),
            notes,
            form: NoteForm::find(),
            draft,
            saving: Cell::new(false),
            sending: Cell::new(false),
        });
        notebook.restore_draft();
        notebook.listen();
        let copy = notebook.place.copy;
        notebook.show(|s| s.kept = copy.then_some(true));
        notebook.sync().await;
        if !copy && notebook.form.is_some() {
            let Place { person, review, .. } = &notebook.place;
            let me = notebook.clone();
            network::keep_page(person, review, move |kept| {
                me.show(|s| s.kept = Some(kept));
            })
            .await;
        }
    });
}

fn on(target: &EventTarget, event: &str, act: impl Fn(Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(act);
    // It can only fail for what is no target; it stays as long as the page does
    let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

impl Notebook {
    fn listen(self: &Rc<Self>) {
        if let Some(form) = &self.form {
            let me = self.clone();
            on(&form.0, "submit", move |event| {
                event.prevent_default();
                let me = me.clone();
                spawn_local(async move { me.save().await });
            });
            let me = self.clone();
            on(&form.0, "input", move |_| me.keep_draft());
        }
        for (target, event) in [
            (window().unchecked_into::<EventTarget>(), "online"),
            (window().unchecked_into(), "offline"),
            (document().unchecked_into(), "visibilitychange"),
        ] {
            let me = self.clone();
            on(&target, event, move |_| me.wake());
        }
        let me = self.clone();
        set_interval(move || me.wake(), EVERY);
        let me = self.clone();
        on(self.paper.place(), "click", move |event| me.clicked(&event));
    }

    /// Changes what is shown.
    fn show(&self, change: impl FnOnce(&mut Shown)) {
        let before = self.shown.borrow().clone();
        let mut now = before.clone();
        change(&mut now);
        self.paper.write(&before, &now);
        self.shown.replace(now);
    }

    fn wake(self: &Rc<Self>) {
        let me = self.clone();
        spawn_local(async move { me.sync().await });
    }

    fn keep_draft(&self) {
        if let Some(form) = &self.form {
            self.draft.keep(&form.fields());
        }
    }

    /// What was being typed when the page was left. What the server has sent back to be corrected goes before it.
    fn restore_draft(&self) {
        if let (Some(form), Some(draft)) = (&self.form, self.draft.read())
            && form.is_empty()
        {
            form.fill(&draft);
        }
    }

    /// The form's note onto the device.
    async fn save(self: &Rc<Self>) {
        let Some(form) = &self.form else { return };
        if self.saving.replace(true) {
            return;
        }
        let fields = form.fields();
        let wrong = check(&fields);
        let words = wrong.iter().map(|(_, words)| words.clone()).collect();
        self.show(|s| s.errors = words);
        if let Some((field, _)) = wrong.first() {
            form.focus(field);
        } else if self.put_new(form, &fields).await.is_ok() {
            form.clear();
            self.draft.forget();
            network::ask_to_persist();
        } else if network::is_offline() {
            let words = "This device could not keep the note, and there is no network. Your text is still in the form: copy it to a safe place.";
            self.show(|s| s.errors = vec![words.to_owned()]);
        } else {
            // The way of a page without a script: sent at once, with an answer that says so
            let _ = form.0.submit();
        }
        self.saving.set(false);
        self.sync().await;
    }

    async fn put_new(&self, form: &NoteForm, fields: &JsValue) -> Result<(), JsValue> {
        let now = Date::new_0();
        let heard = match (form.chosen("heard_kind"), text(fields, "heard_size")) {
            (kind, _) if kind.is_empty() => String::new(),
            (kind, size) if size.trim().is_empty() => format!(" ({kind})"),
            (kind, size) => format!(" ({kind}, {} heard)", size.trim()),
        };
        let head = format!("{}{heard}", form.chosen("kind"));
        let time = format!("{:02}:{:02}", now.get_hours(), now.get_minutes());
        let foot = format!("{}, {time}", form.chosen("strand"));
        let note = object(&[
            ("id", &network::new_name()?),
            ("person", &self.place.person),
            ("review", &self.place.review),
            ("school", &self.place.school),
            ("state", "waiting"),
            ("written_at", &String::from(now.to_iso_string())),
            ("head", &head),
            ("foot", &foot),
        ]);
        for field in FIELDS {
            set(&note, field, &text(fields, field));
        }
        self.notes.put(&note).await
    }

    /// Shows what is on the device, and clears away what was saved a while ago.
    async fn refresh(&self) {
        let Ok(all) = self.notes.all().await else {
            return;
        };
        let mut notes = Vec::new();
        let mut of_others = 0;
        for note in &all {
            let state = text(note, "state");
            if text(note, "person") != self.place.person {
                of_others += usize::from(state != "saved");
                continue;
            }
            if state == "saved" {
                let since = Reflect::get(note, &"saved_at".into())
                    .ok()
                    .and_then(|at| at.as_f64());
                if Date::now() - since.unwrap_or(0.0) > SAVED_STAYS {
                    let _ = self.notes.remove(&text(note, "id")).await;
                    continue;
                }
            }
            // The latest first; a handful, so that looking for the place is as good as sorting
            let written = text(note, "written_at");
            let at = notes
                .iter()
                .position(|(w, _): &(String, ShownNote)| *w < written);
            notes.insert(
                at.unwrap_or(notes.len()),
                (written, self.line(note, &state)),
            );
        }
        let mut notes: Vec<ShownNote> = notes.into_iter().map(|(_, note)| note).collect();
        self.show(|s| {
            // What this page has shown as saved it goes on showing, though the device has let go of it
            for old in &s.notes {
                if old.state == NoteState::Saved && notes.iter().all(|n| n.id != old.id) {
                    notes.push(old.clone());
                }
            }
            s.notes = notes;
            s.of_others = of_others;
        });
    }

    fn line(&self, note: &JsValue, state: &str) -> ShownNote {
        let here = text(note, "review") == self.place.review;
        let foot = text(note, "foot");
        ShownNote {
            id: text(note, "id"),
            state: match state {
                "saved" => NoteState::Saved,
                "refused" => NoteState::Refused,
                "asked" => NoteState::Asked,
                _ => NoteState::Waiting,
            },
            head: text(note, "head"),
            text: text(note, "text"),
            foot: match here {
                true => foot,
                false => format!("{}: {foot}", text(note, "school")),
            },
            reason: text(note, "reason"),
            photo: Some(text(note, "evidence"))
                .filter(|e| state == "saved" && !e.is_empty())
                .map(|e| format!("/reviews/{}/evidence/{e}#files", text(note, "review"))),
            here: here && self.form.is_some(),
        }
    }

    /// Sends whatever waits, of every review, until nothing waits or something is in the way.
    async fn sync(&self) {
        self.refresh().await;
        if self.sending.replace(true) {
            return;
        }
        self.show(|s| s.sending = true);
        let link = self.send_all().await;
        self.show(|s| {
            s.sending = false;
            s.link = link;
        });
        self.sending.set(false);
        self.refresh().await;
        if link == Link::SignedOut {
            network::forget_pages().await;
        }
    }

    async fn send_all(&self) -> Link {
        // What could not be saved "for now" waits for the next round
        let mut tried: Vec<String> = Vec::new();
        loop {
            if network::is_offline() {
                return Link::Offline;
            }
            let Ok(all) = self.notes.all().await else {
                return Link::Fine;
            };
            let mut waiting: Vec<JsValue> = all
                .into_iter()
                .filter(|n| {
                    text(n, "person") == self.place.person
                        && text(n, "state") == "waiting"
                        && !tried.contains(&text(n, "id"))
                })
                .collect();
            let Some(review) = waiting.first().map(|n| text(n, "review")) else {
                return Link::Fine;
            };
            waiting.retain(|n| text(n, "review") == review);
            waiting.truncate(TOGETHER);
            tried.extend(waiting.iter().map(|n| text(n, "id")));
            match network::send(&self.place.person, &review, &waiting).await {
                Answer::Offline => return Link::Offline,
                Answer::SignedOut => return Link::SignedOut,
                Answer::OtherPerson => return Link::OtherPerson,
                Answer::Trouble => return Link::Trouble,
                Answer::NoAccess => {
                    for note in &waiting {
                        self.mark(note, "refused", "You no longer have access to this review, so this note cannot be saved. Copy it if you need it.").await;
                    }
                }
                Answer::Notes(answers) => {
                    for note in &waiting {
                        let id = text(note, "id");
                        let Some(answer) = answers.iter().find(|a| text(a, "id") == id) else {
                            continue;
                        };
                        let words = text(answer, "words");
                        match text(answer, "outcome").as_str() {
                            "saved" | "already" => {
                                set(note, "evidence", &text(answer, "evidence"));
                                self.mark(note, "saved", "").await;
                            }
                            "refused" => self.mark(note, "refused", &words).await,
                            "asked" => {
                                set(note, "asked", &text(answer, "ok"));
                                self.mark(note, "asked", &words).await;
                            }
                            _ => {}
                        }
                    }
                }
            }
            self.refresh().await;
        }
    }

    async fn mark(&self, note: &JsValue, state: &str, reason: &str) {
        set(note, "state", state);
        set(note, "reason", reason);
        let _ = Reflect::set(note, &"saved_at".into(), &Date::now().into());
        // When it fails the note is sent once more, and the server has it already
        let _ = self.notes.put(note).await;
    }

    /// A button beside a note that was refused.
    fn clicked(self: &Rc<Self>, event: &Event) {
        let button = event
            .target()
            .and_then(|t| t.dyn_into::<Element>().ok())
            .and_then(|e| e.closest("[data-deed]").ok().flatten());
        let Some((deed, id)) = button.and_then(|b| {
            b.get_attribute("data-deed")
                .zip(b.get_attribute("data-note"))
        }) else {
            return;
        };
        let me = self.clone();
        spawn_local(async move {
            if me.act(&deed, &id).await.is_err() {
                me.show(|s| s.errors = vec!["This device could not do that.".to_owned()]);
            }
            me.sync().await;
        });
    }

    async fn act(&self, deed: &str, id: &str) -> Result<(), JsValue> {
        let all = self.notes.all().await?;
        let mine = |n: &&JsValue| text(n, "id") == id && text(n, "person") == self.place.person;
        let Some(note) = all.iter().find(mine) else {
            return Ok(());
        };
        match (deed, &self.form) {
            ("again", _) => self.mark(note, "waiting", "").await,
            ("accept", _) => {
                set(note, "personal_data_ok", &text(note, "asked"));
                self.mark(note, "waiting", "").await;
            }
            ("back", Some(form)) if form.is_empty() => {
                form.fill(note);
                self.keep_draft();
                self.notes.remove(id).await?;
                form.focus("text");
            }
            ("back", Some(form)) => {
                let words = "Save or clear what stands in the form first.";
                self.show(|s| s.errors = vec![words.to_owned()]);
                form.focus("text");
            }
            ("remove", _) => {
                let sure = window()
                    .confirm_with_message(
                        "Remove this note from the device? It has not been saved anywhere else.",
                    )
                    .unwrap_or(false);
                if sure {
                    self.notes.remove(id).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
