//! Words with a capital that are no given names: words that begin sentences, months and days, subjects, and the words
//! of school life.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that are never taken for names, in small letters.
const COMMON: &str = " a about above academy according across action admin adult after afternoon again all along already also although always
an and annex annual another any appendix apr april area around arts as assembly at attendance aug august autism autumn
because before behaviour being below beside between beyond black blue book both boys box breakfast british but by
cambridge canteen care carer catholic chapter child children christian christmas church city class classroom code college column computing core corridor
council county craft criterion curriculum cycle dance data date day dec december deputy design diagram document during dyslexia
each early easter ebacc effort eighteen eight eleven england english equipment even evening every everybody everyone evidence except exhibit
family feb february few fifteen fifth figure finally first five focus following food for form forty four fourteen fourth framework french friday from full
further gaelic gcse geography german girls goal good governor grade grammar green group grow half hall hand head headteacher health her here hers high his history hospital hour house how however hub
i if ill impact in inclusion indeed index infant inset inside instead it item its jan january jul july jun june junior
just key keystage kingdom last late later latin lead learner least lesson letter level library like list literacy local london look lot lower lunch
mainstream many march mastery math maths maximum may maybe me mean mentor method mid minimum mon monday more most mouse mr mrs much music muslim my
national nearly neither never new next nine nineteen ninth no nobody noise none nor north not note nothing nov november now number numeracy nurse nursery
oct october of off office often old on once one only open option or order other otherwise our outcome outdoor outside over overall own
page panel paper paragraph parent part pastoral per perhaps period person phase phone phonics photo picture plan play playground plus point policy portuguese post practice preschool premium primary profile progress project prompt provision pupil purpose
quality quarter question quiet quite rather ratio reception recently record red report resource result review role room round row rule
safe same sample sat saturday scale school score second secondary section see sen senco send sep sept september set seven seventeen several she shortly show side since site six sixteen sixth size skill slide small so social some somebody someone sometimes soon south spanish speech sport spring staff stage standard start stem step still story strand strength student study subject such summary summer sun sunday support survey table take talk target task teacher team ten tenth term test that the their them then there therefore these they third thirteen this those though three through thu thursday thus tier time timetable title to today together topic toward town trust tue tuesday tutor twelve twenty twice two type
under unit until up upper upon usually value verse version very village visit voice volume walk we wed wednesday week welsh were west what when where whereas which while white who whole why wing winter with within without word work workforce workshop would wave yard year yellow yes yesterday yet you young your zone
art science pe ict rshe pshe re drama reading writing spelling handwriting religion biology chemistry physics business economics sociology psychology
academies trusts ofsted dfe nasen ehcp ks eyfs pru mat la uk europe european asia africa america
oak maple willow beech elm ash birch cedar pine sycamore chestnut hedgehog owl fox badger squirrel robin kingfisher
autistic dyslexic deaf blind adhd asd camhs nhs salt ep
sir madam hello dear thanks thank please ";

/// Names that look like common words by their endings.
const NAMES: &str = " clarence florence terence terrence lawrence laurence constance prudence patience clemence felicity trinity serenity charity verity
emily lily molly polly sally holly milly millie billy kelly carly ally everly kimberly beverly elly willy shelly tilly dolly olly reilly riley ely
ming ying jing qing ling ting ping xing sterling irving fleming
james thomas chris christopher lucas nicholas marcus elias iris francis alexis tobias jess lewis louis dennis morris ellis rhys ross agnes paris travis silas jonas
matthias idris younis yunis yunus anais frances phyllis ilyas abbas firas wes angus gus darius julius cyrus magnus carlos marcos luis andreas nikolas lois ines miles charles giles jules gladys
alys carys emrys glenys doris boris maurice vance lance chance spence anas anis qais qays faris haris haaris hamas jameis jenness clement vincent princess ines douglas curtis otis artemis ulysses nikos yannis yiannis giannis
jacobs rosales mavis davis harris hughes jones williams roberts evans edwards richards stevens phillips rogers adams collins morris stephens simmons watkins perkins jenkins ";

/// Endings of common nouns and adverbs.
const ENDINGS: &[&str] = &[
    "ing", "tion", "sion", "ment", "ness", "ance", "ence", "ity", "ship", "ism", "ics", "ogy",
    "graphy", "ful", "less", "ly", "s",
];

static COMMON_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON.split_whitespace().collect());
static NAME_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());

/// True for a word that is not somebody's name.
pub(super) fn is_common(word: &str) -> bool {
    let word = word.to_lowercase();
    !NAME_SET.contains(word.as_str())
        && (COMMON_SET.contains(word.as_str()) || ENDINGS.iter().any(|e| word.ends_with(e)))
}
