//! Reading the four levels of a framework file.

use super::problems::Problems;
use super::section::{Field, Section};
use super::{Level, LevelName};

const NAME: Field = Field::new("name", "name", 40);
const MEANING: Field = Field::new("meaning", "meaning", 300);

/// Said wherever a file has another number of levels, so that nobody looks for a setting that is not there.
pub(super) const FOUR_ONLY: &str = "this release works with exactly four levels, numbered 1 to 4";

/// The four levels, lowest first, in whichever order the file has them.
pub(super) fn read(header: &Section<'_>, problems: &mut Problems) -> [LevelName; Level::COUNT] {
    let mut found: [Option<(u32, LevelName)>; Level::COUNT] = Default::default();
    for mut part in header.parts("levels", "this level", problems) {
        let level = read_number(&part, problems);
        if let Some(level) = level {
            part.name = format!("level {}", level.number());
        }
        part.check_names(&["number", NAME.key, MEANING.key], problems);
        let name = part.text(&NAME, problems);
        let meaning = part.text(&MEANING, problems);
        let Some(level) = level else { continue };
        let line = problems.line(&part.span);
        match &found[level.index()] {
            Some((first, _)) => {
                let message = format!("{} is there twice, first on line {first}", part.name);
                problems.at(&part.span, message);
            }
            None => {
                found[level.index()] = Some((
                    line,
                    LevelName {
                        level,
                        name,
                        meaning,
                    },
                ))
            }
        }
    }
    check_names_differ(&found, header, problems);

    Level::ALL.map(|level| match found[level.index()].take() {
        Some((_, name)) => name,
        None => {
            let message = format!(
                "{} has no level {}; {FOUR_ONLY}",
                header.name,
                level.number()
            );
            problems.at(&header.place("levels"), message);
            LevelName {
                level,
                name: String::new(),
                meaning: String::new(),
            }
        }
    })
}

fn read_number(part: &Section<'_>, problems: &mut Problems) -> Option<Level> {
    let rule = format!("must be from 1 to 4: {FOUR_ONLY}");
    let number = part.number("number", 1..=4, &rule, problems)?;
    u8::try_from(number)
        .ok()
        .and_then(|number| Level::try_from(number).ok())
}

/// Two levels with one name could not be told apart on any page.
fn check_names_differ(
    found: &[Option<(u32, LevelName)>; Level::COUNT],
    header: &Section<'_>,
    problems: &mut Problems,
) {
    let named: Vec<&LevelName> = found
        .iter()
        .flatten()
        .map(|(_, level)| level)
        .filter(|level| !level.name.is_empty())
        .collect();
    for (place, level) in named.iter().enumerate() {
        let name = level.name.to_lowercase();
        if let Some(twin) = named[..place]
            .iter()
            .find(|other| other.name.to_lowercase() == name)
        {
            let (one, two) = (twin.level.number(), level.level.number());
            let message = format!("levels {one} and {two} have the same name");
            problems.at(&header.place("levels"), message);
        }
    }
}
