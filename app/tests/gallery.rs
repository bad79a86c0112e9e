//! One page with every component on it, written to `target/gallery.html` to be looked at and to be given
//! to checkers of HTML and accessibility. It asserts what can be asserted without a browser.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use app::components::*;
use app::shell::{Above, Assets, DemoBar, NavItem, ShellProps, UserBar, shell};
use leptos::prelude::*;
use std::collections::HashSet;

fn text(s: &str) -> String {
    s.to_owned()
}

fn levels() -> Vec<Choice> {
    vec![
        Choice::new("embedded", "Embedded").hint("Every adult does it, and it is checked"),
        Choice::new("secure", "Secure"),
        Choice::new("developing", "Developing"),
    ]
}

fn fields() -> impl IntoView {
    view! {
        <form method="post" action="/gallery" novalidate>
            <TextInput
                name="email"
                label="Email address"
                hint="We send you a link. It works for 15 minutes."
                error="Enter an email address in the right form, like name@school.example"
                value="sam@"
                kind="email"
                autocomplete="email"
            />
            <TextInput name="cost" label="Cost" prefix="£" width=5 inputmode="decimal" value="1,200"/>
            <TextArea
                name="narrative"
                label="What happens now?"
                hint="Say what a visitor would see."
                value="Pupils choose where they sit.\n\n<b>Not bold</b> & \"quoted\"."
                limit=Limit::Words(1000)
            />
            <TextArea
                name="report"
                label="Report"
                rows=8
                value="The school knows its pupils well."
                words=WordRange { least: 500, most: 1000 }
            />
            <Radios
                name="level"
                label="Where is the school on this strand?"
                label_size="m"
                choices=levels()
                value="secure"
                error="Choose a level"
                hint="Choose the one that fits best."
            />
            <Radios
                name="agree"
                label="Is this accurate?"
                choices=vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
                inline=true
            />
            <Checkboxes
                name="days"
                label="Which days suit you?"
                choices=vec![
                    Choice::new("tue", "Tuesday 11 May").hint("Two reviewers are free"),
                    Choice::new("wed", "Wednesday 12 May"),
                ]
                values=vec![text("wed")]
            />
            <DateInput
                name="visit"
                label="When is the visit?"
                hint="For example, 27 3 2027"
                day="31"
                month="2"
                year="2027"
                error="Visit date must be a real date"
            />
            <Select
                name="school"
                label="School"
                prompt="Choose a school"
                choices=vec![Choice::new("1", "Oakfield Primary"), Choice::new("2", "Hillside Academy")]
                value="2"
            />
            <FileUpload name="register" label="Schools register" hint="A CSV file" accept=".csv"/>
            <ButtonGroup>
                <Button text="Save and continue"/>
                <Button text="Save draft" kind=ButtonKind::Secondary name="draft" value="yes"/>
                <Button text="Delete review" kind=ButtonKind::Warning/>
                <a class="govuk-link" href="/cycles">"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}

fn lists() -> impl IntoView {
    view! {
        <h2 class="govuk-heading-l">"Before the visit"</h2>
        <TaskList tasks=vec![
            Task::new("Accept the agreement", "/agreement", Status::done("Accepted")),
            Task::new("Write the self-review", "/self-review", Status::tag("In progress", TagColour::Blue))
                .hint("Due Friday 23 April 2027. 9 of 17 strands are done."),
            Task::unavailable("Confirm the visit date", Status::not_yet("Cannot start yet")),
        ]/>
        <SummaryList
            title="Oakfield Primary School"
            actions=vec![SummaryAction {
                text: text("Change"),
                about: text("Oakfield Primary School"),
                href: text("/schools/1/edit"),
            }]
            rows=vec![
                SummaryRow::text("Headteacher", "Sam Okafor").action("Change", "headteacher", "/s/1"),
                SummaryRow::text("Shared vision", "We look after every child.\nWe say what we see."),
                SummaryRow::text("Visit", "")
                    .action("Choose", "visit date", "/v/1")
                    .action("Ask", "about the visit date", "/v/2"),
                SummaryRow::view("State", view! { <Tag text="Late" colour=TagColour::Red/> }),
            ]
        />
        <Table
            caption="Where each school stands"
            columns=vec![
                Column::new("School"),
                Column::new("State"),
                Column::numeric("Strands done"),
                Column::hidden("Action"),
            ]
            rows=vec![
                vec![
                    Cell::link("Oakfield Primary School", "/schools/1"),
                    Cell::view(view! { <Tag text="Self-review" colour=TagColour::Blue/> }),
                    Cell::text("9"),
                    Cell::view(view! {
                        <PostButton text="Remind" about="Oakfield" action="/remind/1" kind=ButtonKind::Link/>
                    }),
                ],
                vec![
                    Cell::link("St Bartholomew’s Church of England Voluntary Aided Primary School", "/schools/2"),
                    Cell::view(view! { <Tag text="Late" colour=TagColour::Red/> }),
                    Cell::text("17"),
                    Cell::view(view! {
                        <PostButton text="Remind" about="St Bartholomew’s" action="/remind/2" kind=ButtonKind::Link/>
                    }),
                ],
            ]
        />
        <Table
            caption="Visits"
            columns=vec![Column::new("School")]
            rows=vec![]
            empty="You have no visits yet."
        />
        <p class="govuk-body">
            {[
                ("Blue", TagColour::Blue),
                ("Grey", TagColour::Grey),
                ("Green", TagColour::Green),
                ("Red", TagColour::Red),
                ("Orange", TagColour::Orange),
                ("Yellow", TagColour::Yellow),
                ("Purple", TagColour::Purple),
                ("Teal", TagColour::Teal),
                ("Magenta", TagColour::Magenta),
            ]
                .into_iter()
                .map(|(word, colour)| view! { <Tag text=word colour/> " " })
                .collect_view()}
        </p>
        <Pagination page=6 pages=40 href="/schools?q=oak&page="/>
    }
}

fn words() -> impl IntoView {
    view! {
        <NotificationBanner text="Your self-review has been submitted" kind=BannerKind::Success>
            <p class="govuk-body">
                "You can "
                <a class="govuk-notification-banner__link" href="/self-review">"read it"</a> "."
            </p>
        </NotificationBanner>
        <NotificationBanner text="The visit is in three days." id="soon"/>
        <WhoCanSee
            people=vec![
                text("You and the other leaders of Oakfield Primary School"),
                text("Your three reviewers, from the day the review is submitted"),
            ]
            note="The local authority sees dates only."
        />
        <WarningText text="You cannot change your self-review after you submit it."/>
        <InsetText>"The school asked about reading at home."</InsetText>
        <Details summary="Why we ask for this">
            "Reviewers prepare their questions from it."
        </Details>
        <Conflict
            name="narrative"
            label="What happens now?"
            yours="Pupils choose where they sit.\n\nThey say why."
            theirs="Pupils sit where they like, and tell us why."
            who="Jo Ellis"
            when="today at 10:42"
        />
        <LinkButton text="Start the self-review" href="/self-review" start=true/>
        <PostButton text="Sign out everywhere" action="/sign-out-everywhere" kind=ButtonKind::Secondary/>
    }
}

fn gallery() -> String {
    let props = ShellProps {
        title: text("Error: Everything"),
        assets: Assets {
            base: text("/assets"),
            version: text("0"),
        },
        nonce: None,
        user: Some(UserBar {
            name: text("Sam Okafor"),
            links: vec![(text("Your account"), text("/account"))],
            sign_out: text("/sign-out"),
        }),
        nav: ["Home", "Cycles", "Actions", "Partnership"]
            .into_iter()
            .map(|word| NavItem {
                text: text(word),
                href: format!("/{}", word.to_lowercase()),
                current: word == "Cycles",
            })
            .collect(),
        demo: Some(DemoBar {
            text: text("You are Sam Okafor, headteacher. Today is Monday 3 May 2027."),
            links: vec![(text("Be somebody else"), text("/demo"))],
            buttons: vec![(text("Go to the next milestone"), text("/demo/clock"))],
        }),
        above: Above::Breadcrumbs(vec![
            Crumb::new("Home", "/"),
            Crumb::new("Summer 2027", "/cycles/1"),
        ]),
    };
    shell(props, || {
        view! {
            <div class="govuk-grid-row">
                <div class="govuk-grid-column-two-thirds">
                    <ErrorSummary errors=vec![
                        (text("email"), text("Enter an email address in the right form, like name@school.example")),
                        (text("level"), text("Choose a level")),
                        (text("visit-day"), text("Visit date must be a real date")),
                    ]/>
                    <Panel title="Self-review submitted">"Your reviewers have been told"</Panel>
                    {words()}
                    {fields()}
                </div>
            </div>
            {lists()}
        }
    })
}

/// The values of an attribute, in the order they stand in the page.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| &rest[..rest.find('"').unwrap()])
        .collect()
}

#[test]
fn every_id_is_there_once_and_every_reference_finds_one() {
    let html = gallery();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(format!("{folder}/gallery.html"), &html).unwrap();

    let ids = attribute(&html, "id");
    let unique: HashSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id is there twice: {ids:?}");
    let references = attribute(&html, "aria-describedby")
        .into_iter()
        .chain(attribute(&html, "aria-labelledby"))
        .flat_map(|ids| ids.split(' '))
        .chain(attribute(&html, "for"))
        .chain(
            attribute(&html, "href")
                .into_iter()
                .filter_map(|href| href.strip_prefix('#')),
        );
    let mut tried = 0;
    for id in references {
        assert!(unique.contains(id), "nothing has the id {id}");
        tried += 1;
    }
    assert!(tried > 30, "only {tried} references were there to try");
}

#[test]
fn nothing_on_it_needs_a_looser_content_security_policy() {
    let html = gallery();
    for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    // The word count is the one island, and its script is a file of ours
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains(r#"src="/assets/pkg/start.js?v=0""#));
}
