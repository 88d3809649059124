"""Words that dates are made of in Arabic, Central Kurdish (Sorani) and Turkish.

Month names of Egypt and the Gulf (from the Latin ones) and of the Levant and Iraq both count.
Names of two words are PHRASES, one token each. Letters written either way (alef with and
without hamza, yeh at a word's end) stand in both spellings.
"""

from __future__ import annotations

from geotrack.extraction.dating.words import Word, listed, same


def _spellings(table: dict[str, Word]) -> dict[str, Word]:
    """With bare alef for each alef with hamza, and with `and` (one letter) written before."""
    plain = str.maketrans("أإآ", "ااا")
    both = table | {word.translate(plain): meaning for word, meaning in table.items()}
    kinds = ("MONTH", "WEEKDAY", "UNIT", "DEICTIC_DAY")
    joined = {f"و{word}": meaning for word, meaning in both.items() if meaning.kind in kinds}
    return joined | both


ARABIC = _spellings(
    {
        **listed(
            "MONTH",
            "يناير فبراير|شباط مارس|آذار|اذار أبريل|إبريل|نيسان مايو|أيار يونيو|يونيه|حزيران "
            "يوليو|يوليه|تموز أغسطس|آب سبتمبر|أيلول أكتوبر نوفمبر ديسمبر",
            1,
        ),
        **listed("WEEKDAY", "الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
        **same("UNIT", "يوم يوما يوماً", "day"),
        **same("UNIT", "أسبوع الأسبوع أسبوعا", "week"),
        **same("UNIT", "شهر الشهر شهرا", "month"),
        **same("UNIT", "عام العام سنة السنة عاما لعام بعام", "year"),
        **same("UNIT", "عقد العقد", "decade"),
        **same("UNITS", "أيام", "day"),
        **same("UNITS", "أسابيع", "week"),
        **same("UNITS", "أشهر شهور", "month"),
        **same("UNITS", "أعوام سنوات سنين", "year"),
        **same("UNITS", "عقود", "decade"),
        **same("DUAL", "يومين", "day"),
        **same("DUAL", "أسبوعين", "week"),
        **same("DUAL", "شهرين", "month"),
        **same("DUAL", "عامين سنتين", "year"),
        **same("LAST_AFTER", "الماضي الماضية الماضى المنصرم المنصرمة الفائت الفائتة"),
        **same("NEXT_AFTER", "المقبل المقبلة القادم القادمة"),
        **same("THIS_AFTER", "الجاري الجارية الحالي الحالية"),
        **same("THIS", "هذا هذه"),
        **same("AGO_FIRST", "قبل منذ"),
        **same("DEICTIC_DAY", "اليوم"),
        **same("DEICTIC_DAY", "أمس البارحة", -1),
        **same("DEICTIC_DAY", "غدا غداً", 1),
        **same("OF", "من"),
        **same("IN", "في خلال"),
        **same("ON", "يومي"),
        **same("TO", "حتى إلى"),
        **same("BETWEEN", "بين"),
        **same("AND", "و"),
        **listed(
            "CARDINAL",
            "ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني تسعة|تسع عشرة|عشر",
            3,
        ),
        **same("SOME", "بضعة بضع عدة"),
        **same("PART", "صباح صباحا صباحاً فجر", "MO"),
        **same("PART", "مساء مساءً", "EV"),
        **same("PART", "ليلة ليل ليلا", "NI"),
        **same("PRESENT", "الآن حاليا حالياً", "PRESENT_REF"),
        **same("RECENTLY", "مؤخرا مؤخراً", "PAST_REF"),
    }
)

KURDISH = {
    **{
        form: meaning
        for word, meaning in listed(
            "MONTH",
            "-1- شوبات ئازار|ئادار نیسان ئایار|مایس حوزەیران تەمووز|تەموز ئاب ئەیلوول|ئەیلول",
            1,
        ).items()
        for form in (word, f"{word}ی")
        if not word.startswith("-")
    },
    **listed(
        "WEEKDAY", "دووشەممە|دوشەممە سێشەممە چوارشەممە پێنجشەممە|پێنجشەمە هەینی شەممە یەکشەممە"
    ),
    **same("UNIT", "ڕۆژ رۆژ ڕۆژی رۆژی ڕۆژە", "day"),
    **same("UNIT", "هەفتە هەفتەی هەفتەیە", "week"),
    **same("UNIT", "مانگ مانگی مانگە", "month"),
    **same("UNIT", "ساڵ ساڵی ساڵە", "year"),
    **same("LAST_AFTER", "ڕابردوو رابردوو پێشوو"),
    **same("NEXT_AFTER", "داهاتوو ئایندە"),
    **same("THIS", "ئەم"),
    **same("AGO", "لەمەوبەر لەمەوپێش"),
    **same("AGO_FIRST", "پێش"),
    **same("DEICTIC_DAY", "ئەمڕۆ ئەمرۆ"),
    **same("DEICTIC_DAY", "دوێنێ دوێنی", -1),
    **same("DEICTIC_DAY", "سبەی سبەینێ", 1),
    **same("IN", "لە"),
    **listed("CARDINAL", "یەک دوو سێ چوار پێنج شەش حەوت هەشت نۆ دە", 1),
    **same("SOME", "چەند"),
    **same("PART", "بەیانی", "MO"),
    **same("PART", "ئێوارە ئێوارەی", "EV"),
    **same("PART", "شەو شەوی", "NI"),
    **same("PRESENT", "ئێستا", "PRESENT_REF"),
    **same("RECENTLY", "بەمدواییە", "PAST_REF"),
}

# Turkish stands alone: `may`, `on` and `at` are none of its time words.
TURKISH = {
    **listed(
        "MONTH",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        1,
    ),
    **listed("WEEKDAY", "pazartesi salı çarşamba perşembe cuma cumartesi pazar"),
    **same("UNIT", "gün günü günün günler", "day"),
    **same("UNIT", "hafta haftası haftanın haftada", "week"),
    **same("UNIT", "ay ayı ayın ayında", "month"),
    **same("UNIT", "yıl yılı yılın yılında sene", "year"),
    **same("UNIT", "asır yüzyıl", "century"),
    **same("LAST", "geçen geçtiğimiz"),
    **same("NEXT", "gelecek önümüzdeki"),
    **same("THIS", "bu"),
    **same("AGO", "önce evvel"),
    **same("LATER", "sonra", 1),
    **same("DEICTIC_DAY", "bugün"),
    **same("DEICTIC_DAY", "dün", -1),
    **same("DEICTIC_DAY", "yarın", 1),
    **listed("CARDINAL", "bir iki üç dört beş altı yedi sekiz dokuz on", 1),
    **same("SOME", "birkaç"),
    **same("AND", "ve"),
    **same("EVERY", "her"),
    **same("PART", "sabah sabahı", "MO"),
    **same("PART", "akşam akşamı", "EV"),
    **same("PART", "gece gecesi", "NI"),
    **same("PRESENT", "şimdi", "PRESENT_REF"),
    **same("RECENTLY", "geçenlerde", "PAST_REF"),
}

OTHER_WORDS = {"ar": ARABIC, "ckb": KURDISH, "tr": TURKISH}

# Months of two words, lower case.
PHRASES = {
    "كانون الثاني": 1,
    "تشرين الأول": 10,
    "تشرين الاول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
    "كانون الاول": 12,
    "کانوونی دووەم": 1,
    "کانونی دووەم": 1,
    "تشرینی یەکەم": 10,
    "تشرینی دووەم": 11,
    "کانوونی یەکەم": 12,
    "کانونی یەکەم": 12,
}
# In Kurdish the year behind binds to them.
PHRASES |= {f"{name}ی": n for name, n in PHRASES.items() if "وو" in name or "ی" in name[:7]}
