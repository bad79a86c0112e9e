//! The bank holidays of England, read from the data file that is compiled in. Scotland and Northern Ireland have
//! others and must not be mixed in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// One line a day, `date,title`, dates as `2027-12-27`; a holiday that falls on a weekend stands on its substitute
/// day. To add a year, add its lines: a test works out every date again from the rules.
const CSV: &str = include_str!("../../data/bank-holidays-england.csv");

/// Every bank holiday of the file by its date. A line that cannot be read is left out; a test proves there is none.
pub(super) fn england() -> BTreeMap<NaiveDate, &'static str> {
    CSV.lines()
        .skip(1)
        .filter_map(|line| {
            let (date, title) = line.split_once(',')?;
            Some((date.parse().ok()?, title.trim()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use chrono::{Datelike, Days, Weekday};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Easter Sunday by the Gregorian computus, in the form of Meeus, Jones and Butcher.
    #[allow(clippy::many_single_char_names)]
    fn easter(year: i32) -> NaiveDate {
        let a = year % 19;
        let (b, c) = (year / 100, year % 100);
        let (d, e) = (b / 4, b % 4);
        let g = (b - (b + 8) / 25 + 1) / 3;
        let h = (19 * a + b - d - g + 15) % 30;
        let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let n = h + l - 7 * m + 114;
        day(year, (n / 31).unsigned_abs(), (n % 31 + 1).unsigned_abs())
    }

    fn first_monday(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1).unwrap()
    }

    fn last_monday(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
            .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4))
            .unwrap()
    }

    /// The holidays of a year by the Banking and Financial Dealings Act 1971 and the yearly proclamations.
    fn by_rule(year: i32) -> Vec<(NaiveDate, String)> {
        let mut days = vec![
            (
                easter(year).checked_sub_days(Days::new(2)).unwrap(),
                "Good Friday".to_owned(),
            ),
            (easter(year).succ_opt().unwrap(), "Easter Monday".to_owned()),
            (first_monday(year, 5), "Early May bank holiday".to_owned()),
            (last_monday(year, 5), "Spring bank holiday".to_owned()),
            (last_monday(year, 8), "Summer bank holiday".to_owned()),
        ];
        for (date, title) in [
            (day(year, 1, 1), "New Year's Day"),
            (day(year, 12, 25), "Christmas Day"),
            (day(year, 12, 26), "Boxing Day"),
        ] {
            let mut on = date;
            while matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
                || days.iter().any(|(taken, _)| *taken == on)
            {
                on = on.succ_opt().unwrap();
            }
            let suffix = if on == date { "" } else { " (substitute day)" };
            days.push((on, format!("{title}{suffix}")));
        }
        days.sort();
        days
    }

    #[test]
    fn every_line_of_the_file_is_read() {
        assert_eq!(england().len(), CSV.lines().count() - 1);
    }

    #[test]
    fn the_file_agrees_with_the_rules_for_every_year_it_covers() {
        let known = england();
        for year in 2024..=2028 {
            let listed: Vec<(NaiveDate, String)> = known
                .iter()
                .filter(|(date, _)| date.year() == year)
                .map(|(date, title)| (*date, (*title).to_owned()))
                .collect();
            assert_eq!(listed, by_rule(year), "{year}");
        }
        assert_eq!(known.len(), 40);
    }

    #[test]
    fn easter_falls_where_the_church_calendars_print_it() {
        let printed = [
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
        ];
        for (year, month, date) in printed {
            assert_eq!(easter(year), day(year, month, date));
        }
    }
}
