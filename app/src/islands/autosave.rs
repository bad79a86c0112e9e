//! Saves a strand while somebody writes: after a pause, by a post, and says what is saved.
//!
//! It never writes over another window or another person: the server decides, and on a conflict the page stops and
//! offers the comparison. When the network is away the text stays on the page and is sent when it is back. Without a
//! script the page has its buttons, and nothing of this shows.

// `#[island]` makes a public struct of its own for what the browser reads, and writes no words for it
#![allow(missing_docs)]

use leptos::prelude::*;

/// The line under the text that says what is saved. It belongs into the form, whose fields `narrative`, `level`,
/// `version` and `form_key` it sends.
#[island]
pub fn Autosave(
    /// Where it posts to.
    action: String,
    /// The most characters that the text may have.
    most: u32,
) -> impl IntoView {
    let (said, set_said) = signal(String::new());
    let (stopped, set_stopped) = signal(false);
    #[cfg(feature = "hydrate")]
    in_browser::watch(action, most, set_said, set_stopped);
    #[cfg(not(feature = "hydrate"))]
    let _ = (action, most, set_said, set_stopped);
    view! {
        <div id="autosave" class="govuk-hint" role="status">{move || said.get()}</div>
        <div id="autosave-compare" hidden=move || !stopped.get()>
            <button type="submit" name="then" value="stay" class="govuk-button govuk-button--secondary">
                "Compare the two texts"
            </button>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod in_browser {
    use js_sys::Reflect;
    use leptos::prelude::*;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{
        AbortSignal, Event, EventTarget, Headers, HtmlFormElement, HtmlInputElement,
        HtmlTextAreaElement, RequestInit, RequestRedirect, Response, UrlSearchParams,
    };

    /// The pause in writing after which is saved, in milliseconds.
    const PAUSE: f64 = 2_000.0;
    /// Who writes without a pause is saved all the same after so many.
    const LONGEST: f64 = 15_000.0;
    /// How long an answer is waited for.
    const PATIENCE: u32 = 20_000;
    /// Waits between tries while the network is away.
    const AWAY: [f64; 4] = [3_000.0, 6_000.0, 15_000.0, 30_000.0];

    const WAITING: &str = "You are not connected. What you write stays on this page and is saved when the connection is back. Keep the page open.";
    const BACK: &str = "Connected again.";
    const SIGNED_OUT: &str = "You have been signed out. What you write stays on this page. Sign in again in another window: then this page goes on saving.";
    const NOT_SENT: &str = "You are not connected, so nothing was sent. Your text is still here. Try again when the connection is back.";
    const BY_BUTTON: &str = "This cannot be saved by itself at the moment. Use the buttons.";

    /// Level and text.
    type Values = (String, String);

    struct Page {
        form: HtmlFormElement,
        text: HtmlTextAreaElement,
        action: String,
        most: usize,
        say: WriteSignal<String>,
        show_compare: WriteSignal<bool>,
        /// What is known to be saved.
        saved: RefCell<Values>,
        /// When the first change was made that is not saved; 0 when there is none.
        since: Cell<f64>,
        turn: Cell<u32>,
        timer: Cell<Option<TimeoutHandle>>,
        busy: Cell<bool>,
        stopped: Cell<bool>,
        /// Tries in vain since the network went; 0 while it is there.
        in_vain: Cell<usize>,
    }

    enum Outcome {
        Saved(String, String),
        Refused(String),
        Conflict(String),
        Stopped(String),
        SignedOut,
        Away,
    }

    /// Watches the form in which the island stands.
    pub(super) fn watch(
        action: String,
        most: u32,
        say: WriteSignal<String>,
        show_compare: WriteSignal<bool>,
    ) {
        let text = document()
            .get_element_by_id("narrative")
            .and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok());
        let Some((text, form)) = text.and_then(|t| t.form().map(|f| (t, f))) else {
            return;
        };
        // What the server sent, and not what the browser may have put back.
        let saved = (
            first(&form, "input[name=level][checked]").map_or_else(String::new, |i| i.value()),
            text.default_value().unwrap_or_default(),
        );
        let page = Rc::new(Page {
            form,
            text,
            action,
            most: most as usize,
            say,
            show_compare,
            saved: RefCell::new(saved),
            since: Cell::new(0.0),
            turn: Cell::new(0),
            timer: Cell::new(None),
            busy: Cell::new(false),
            stopped: Cell::new(false),
            in_vain: Cell::new(0),
        });
        let target: &EventTarget = page.form.as_ref();
        on(target, "input", &page, |page, _| changed(page));
        on(target, "change", &page, |page, _| changed(page));
        on(target, "submit", &page, |page, event| {
            if window().navigator().on_line() {
                rest(page);
            } else {
                event.prevent_default();
                page.say.set(NOT_SENT.into());
            }
        });
        let window = window();
        on(window.as_ref(), "online", &page, |page, _| {
            if page.is_dirty() {
                attempt(page);
            } else {
                page.say.set(BACK.into());
            }
        });
        on(window.as_ref(), "offline", &page, |page, _| {
            if !page.stopped.get() {
                page.say.set(WAITING.into());
            }
        });
        on(window.as_ref(), "beforeunload", &page, |page, event| {
            if page.in_vain.get() > 0 && page.is_dirty() {
                event.prevent_default();
            }
        });
        on(document().as_ref(), "visibilitychange", &page, |page, _| {
            if document().hidden() {
                attempt(page);
            }
        });
        if page.is_dirty() {
            changed(&page);
        }
    }

    /// Calls `act` at each event. The page stays as long as its listeners do, so they are never taken away.
    fn on(target: &EventTarget, name: &str, page: &Rc<Page>, act: fn(&Rc<Page>, Event)) {
        let page = Rc::clone(page);
        let listener = Closure::<dyn FnMut(Event)>::new(move |event| act(&page, event));
        // It can only fail for a target that is none
        let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }

    fn first(form: &HtmlFormElement, selector: &str) -> Option<HtmlInputElement> {
        form.query_selector(selector).ok()??.dyn_into().ok()
    }

    impl Page {
        fn values(&self) -> Values {
            let level = first(&self.form, "input[name=level]:checked");
            (
                level.map_or_else(String::new, |i| i.value()),
                self.text.value(),
            )
        }

        fn is_dirty(&self) -> bool {
            !self.stopped.get() && *self.saved.borrow() != self.values()
        }

        fn hidden(&self, name: &str) -> String {
            first(&self.form, &format!("input[name={name}]"))
                .map_or_else(String::new, |i| i.value())
        }
    }

    /// Forgets a save that was to come.
    fn rest(page: &Page) {
        if let Some(timer) = page.timer.take() {
            timer.clear();
        }
    }

    fn later(page: &Rc<Page>, milliseconds: f64) {
        rest(page);
        let then = Rc::clone(page);
        let wait = Duration::from_millis(milliseconds.max(0.0) as u64);
        page.timer
            .set(set_timeout_with_handle(move || attempt(&then), wait).ok());
    }

    fn changed(page: &Rc<Page>) {
        if !page.is_dirty() {
            return;
        }
        let now = js_sys::Date::now();
        if page.since.get() == 0.0 {
            page.since.set(now);
        }
        later(page, PAUSE.min(page.since.get() + LONGEST - now));
    }

    fn attempt(page: &Rc<Page>) {
        if page.busy.get() || !page.is_dirty() {
            return;
        }
        let values = page.values();
        let length = values.1.chars().count();
        if length > page.most {
            page.say.set(format!(
                "The text is {length} characters long and is not saved. The most that can be saved is {}.",
                page.most
            ));
            return;
        }
        page.busy.set(true);
        page.turn.set(page.turn.get() + 1);
        let page = Rc::clone(page);
        spawn_local(async move {
            let outcome = send(&page, &values).await.unwrap_or(Outcome::Away);
            page.busy.set(false);
            hear(&page, values, outcome);
        });
    }

    fn hear(page: &Rc<Page>, values: Values, outcome: Outcome) {
        page.since.set(0.0);
        match outcome {
            Outcome::Saved(version, said) => {
                if let Some(field) = first(&page.form, "input[name=version]") {
                    field.set_value(&version);
                }
                page.saved.replace(values);
                page.in_vain.set(0);
                page.say.set(said);
                changed(page);
            }
            Outcome::Refused(said) => page.say.set(said),
            Outcome::Conflict(said) => {
                page.stopped.set(true);
                page.show_compare.set(true);
                page.say.set(said);
            }
            Outcome::Stopped(said) => {
                page.stopped.set(true);
                page.say.set(said);
            }
            Outcome::SignedOut => away(page, SIGNED_OUT),
            Outcome::Away => away(page, WAITING),
        }
    }

    fn away(page: &Rc<Page>, said: &str) {
        let times = page.in_vain.get();
        page.in_vain.set(times + 1);
        page.say.set(said.into());
        later(page, AWAY[times.min(AWAY.len() - 1)]);
    }

    async fn send(page: &Page, values: &Values) -> Result<Outcome, JsValue> {
        let body = UrlSearchParams::new()?;
        body.append("level", &values.0);
        body.append("narrative", &values.1);
        body.append("version", &page.hidden("version"));
        body.append("form_key", &page.hidden("form_key"));
        body.append("turn", &page.turn.get().to_string());
        let headers = Headers::new()?;
        headers.set("accept", "application/json")?;
        let ask = RequestInit::new();
        ask.set_method("POST");
        ask.set_headers(&headers);
        ask.set_body(&body);
        // Somebody who has been signed out is sent elsewhere; that is no answer.
        ask.set_redirect(RequestRedirect::Manual);
        ask.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
        let answer: Response = JsFuture::from(window().fetch_with_str_and_init(&page.action, &ask))
            .await?
            .dyn_into()?;
        let status = answer.status();
        if status == 0 {
            return Ok(Outcome::SignedOut);
        }
        if status == 429 || status >= 500 {
            return Ok(Outcome::Away);
        }
        let json = answer
            .headers()
            .get("content-type")?
            .is_some_and(|kind| kind.starts_with("application/json"));
        if !json {
            return Ok(Outcome::Stopped(BY_BUTTON.into()));
        }
        let told = JsFuture::from(answer.json()?).await?;
        let word = |name: &str| -> Result<String, JsValue> {
            Ok(Reflect::get(&told, &name.into())?
                .as_string()
                .unwrap_or_default())
        };
        Ok(match status {
            200 => Outcome::Saved(word("version")?, word("said")?),
            409 => Outcome::Conflict(word("said")?),
            422 => Outcome::Refused(word("said")?),
            _ => Outcome::Stopped(word("said")?),
        })
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn without_a_script_nothing_of_it_shows() {
        let html = render(|| view! { <Autosave action="/a".to_owned() most=20_000/> });
        assert!(html.contains("<leptos-island"), "{html}");
        assert!(html.contains("id=\"autosave-compare\" hidden"), "{html}");
    }
}
