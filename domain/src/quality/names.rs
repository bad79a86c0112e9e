//! Words that look like the name of a person: reports speak of staff by role, and never name a pupil.
//!
//! A guess, not a list of names: a title before a word with a capital, or a word that introduces a name. It is shown
//! as a question and never changes a text.

/// Titles, in lower case and without a full stop.
const TITLES: [&str; 16] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "doctor",
    "sir",
    "dame",
    "prof",
    "professor",
    "rev",
    "reverend",
    "fr",
    "sister",
    "madam",
];

/// After these words a capital begins a name.
const CALLED: [&str; 4] = ["called", "named", "nicknamed", "surnamed"];

/// After these words a capital may begin a name.
const PEOPLE: [&str; 12] = [
    "pupil",
    "child",
    "boy",
    "girl",
    "student",
    "learner",
    "teacher",
    "headteacher",
    "sendco",
    "senco",
    "governor",
    "assistant",
];

/// Words with a capital that follow those of [`PEOPLE`] and are no names.
const NO_NAMES: [&str; 43] = [
    "premium",
    "voice",
    "voices",
    "parliament",
    "council",
    "referral",
    "progress",
    "passport",
    "passports",
    "leadership",
    "leaders",
    "support",
    "development",
    "protection",
    "health",
    "services",
    "act",
    "services’",
    "profile",
    "profiles",
    "union",
    "ambassadors",
    "tracker",
    "survey",
    "surveys",
    "panel",
    "panels",
    "wellbeing",
    "well-being",
    "asset",
    "list",
    "charter",
    "training",
    "i",
    "we",
    "they",
    "the",
    "in",
    "of",
    "and",
    "feedback",
    "plan",
    "plans",
];

/// What looks like a name, in order, each once; at most ten, which is enough to see what is meant.
pub fn names_in(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = bare(word);
        let lower = bare.to_lowercase();
        // Words beyond the end of a sentence or clause are not spoken of together, save after a title's full stop.
        let ends = word.ends_with(['.', ',', ';', ':', '?', '!', ')']);
        let title = TITLES.contains(&lower.as_str()) && starts_with_capital(bare);
        let rest = words.get(at + 1..).unwrap_or_default();
        let titled = title && (!ends || word.ends_with('.'));
        let called = !ends && CALLED.contains(&lower.as_str());
        let found = if titled || called {
            capitals(rest)
        } else if !ends && PEOPLE.contains(&lower.as_str()) {
            let next = rest.first().map(|w| self::bare(w)).unwrap_or_default();
            if NO_NAMES.contains(&next.to_lowercase().as_str()) || is_code(next) {
                Vec::new()
            } else {
                capitals(rest)
            }
        } else {
            Vec::new()
        };
        // An initial alone is no name: "Dr K" is, by its title.
        if found.is_empty() || (!title && found.iter().all(|w| w.chars().count() < 2)) {
            continue;
        }
        let name = std::iter::once(bare)
            .chain(found)
            .collect::<Vec<_>>()
            .join(" ");
        if !out.contains(&name) && out.len() < 10 {
            out.push(name);
        }
    }
    out
}

/// The words at the beginning that look like parts of a name, at most three.
fn capitals<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut out = Vec::new();
    for word in words.iter().take(3) {
        let bare = bare(word);
        if !starts_with_capital(bare) || is_code(bare) {
            break;
        }
        out.push(bare);
        if word.ends_with(['.', ',', ';', ':', '?', '!', ')', '’']) && bare.chars().count() > 1 {
            break;
        }
    }
    out
}

fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("’s")
        .or_else(|| word.strip_suffix("'s"))
        .unwrap_or(word)
}

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// True for "SEND", "KS2", "Y6": several capitals or a number are an abbreviation and no name.
fn is_code(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    word.chars().any(|c| c.is_numeric())
        || (word.chars().count() > 1 && capitals == word.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_like_a_name_is_found() {
        for (text, name) in [
            ("We met Mrs Smith at the gate.", "Mrs Smith"),
            ("Mr. Jones leads this.", "Mr Jones"),
            ("It was Dr K who said so", "Dr K"),
            ("Miss O’Connor’s class", "Miss O’Connor"),
            ("with Ms Anna Nowak-Lee, who", "Ms Anna Nowak-Lee"),
            ("Sir Élan Vital opened it", "Sir Élan Vital"),
            ("a boy called Amir told us", "called Amir"),
            ("a child named Zoë.", "named Zoë"),
            ("the pupil Aisha reads", "pupil Aisha"),
            ("our SENCO Ruth Calloway", "SENCO Ruth Calloway"),
        ] {
            assert_eq!(names_in(text), [name], "{text}");
        }
    }

    #[test]
    fn what_only_begins_with_a_capital_is_not() {
        for text in [
            "Pupil Premium money and Pupil Voice are used well.",
            "We saw a pupil. They were calm.",
            "The SENCO SEND plan for KS2 and a Year 6 pupil Y6 list",
            "Pupils miss Lessons in English.",
            "The headteacher, and the SENCO, know every child. Families agree.",
            "Student Council and School Parliament; child protection",
            "A so-called Nurture Room is open",
            "the teacher I spoke with",
            "",
            "Mrs",
            "mr smith",
        ] {
            assert_eq!(names_in(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_is_said_once_and_a_long_list_is_cut() {
        let text = "Mr Ash. Mr Ash. ".to_owned()
            + &(b'A'..=b'Z')
                .map(|c| format!("Mrs {}ee. ", char::from(c)))
                .collect::<String>();
        assert_eq!(names_in(&text).len(), 10);
    }

    proptest! {
        #[test]
        fn hostile_texts_never_panic(text in "\\PC{0,200}") {
            let _ = names_in(&text);
        }
    }
}
