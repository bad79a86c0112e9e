//! The pages that the footer leads to: help, privacy, accessibility.

use leptos::prelude::*;

/// How to use Quintet, in short.
#[component]
pub fn Help() -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Help"</h1>
        <h2 class="govuk-heading-m">"How a review goes"</h2>
        <ol class="govuk-list govuk-list--number govuk-list--spaced">
            <li>"The coordinator of your partnership starts a cycle. Your headteacher reads and accepts the agreement, which says who will see what."</li>
            <li>"Your school reviews itself, strand by strand, and writes up to three questions for its visitors."</li>
            <li>"The coordinator finds a review team from other schools. You agree the day of the visit."</li>
            <li>"The team reads what you have sent, visits for a day, and writes a short report."</li>
            <li>"Your headteacher checks the report for accuracy before it becomes final."</li>
            <li>"In a workshop you turn recommendations into actions. About a term later the same team comes back to see what has changed."</li>
        </ol>
        <h2 class="govuk-heading-m">"Signing in"</h2>
        <p class="govuk-body">"There is no password. Ask for a link on the sign-in page, open the e-mail, and press the button. The link works once, within 15 minutes."</p>
        <h2 class="govuk-heading-m">"Saving and submitting"</h2>
        <p class="govuk-body">"Saving keeps a draft that only your school can read. Nothing is sent to anybody until your headteacher submits it."</p>
        <h2 class="govuk-heading-m">"If two people write at once"</h2>
        <p class="govuk-body">"Whoever saves second is shown both texts and chooses. Nothing is lost."</p>
        <h2 class="govuk-heading-m">"Who to ask"</h2>
        <p class="govuk-body">"Ask the coordinator of your partnership. Their name stands at the end of each e-mail."</p>
    }
}

/// What is kept, why, and what is not to be written here.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Privacy"</h1>
        <h2 class="govuk-heading-m">"What we keep about you"</h2>
        <p class="govuk-body">"Your name, your e-mail address, the roles you hold, what you write, and a record of who changed what and when. One cookie keeps you signed in for up to twelve hours. There are no other cookies and nobody is tracked."</p>
        <h2 class="govuk-heading-m">"What must not be written here"</h2>
        <p class="govuk-body">"Do not write the names of pupils, their pupil numbers, dates of birth, medical details or case notes. Name staff by role. For a safeguarding concern follow your school’s own procedure; do not describe it here."</p>
        <h2 class="govuk-heading-m">"Who sees what"</h2>
        <p class="govuk-body">"Each page about a school says who can see it. A self-review and a draft report are seen by the school and its review team only. Who may read a final report is agreed before a cycle begins, and only the school can share it more widely."</p>
        <h2 class="govuk-heading-m">"E-mail"</h2>
        <p class="govuk-body">"We send at most one e-mail a day about your reviews, and links when you ask to sign in or are invited. They never contain the text of a review."</p>
    }
}

/// How far Quintet meets the standard, and what does not.
#[component]
pub fn Accessibility() -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Accessibility"</h1>
        <p class="govuk-body">"Quintet is built to meet level AA of the Web Content Accessibility Guidelines 2.2. Every page works with a keyboard, without JavaScript, on a phone, and with text enlarged to 400%."</p>
        <p class="govuk-body">"Each page is checked by machine with axe at two widths. Checks with people who use assistive technology have not taken place yet."</p>
        <p class="govuk-body">"If something does not work for you, tell the coordinator of your partnership what you were trying to do."</p>
    }
}
