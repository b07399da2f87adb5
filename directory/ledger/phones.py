"""Office numbers, brought to the one form the ledger stores; mobile numbers are refused."""

import re

from directory.entries import ContactInput
from directory.ledger.fields import LABEL_LONGEST
from directory.ledger.notes import Notes, free_text, has_mobile
from directory.ledger.texts import narrow

# As directory.models.vocabulary.OFFICE_PHONE; a test holds the two together.
OFFICE_LINE = (
    r"^(0[0-9]{2,3}-[0-9]{7,8}(-[0-9]{1,5})?|[48]00-?[0-9]{3}-?[0-9]{4}|1[0-9]{4}|9[0-9]{4})\Z"
)
USUAL_LABEL = "办公电话"
_LINE = re.compile(OFFICE_LINE)
_DASHES = re.compile("[‐‑‒–—―−－ーー~～]+")
_LANDLINE = re.compile(
    r"(?:\+?86[- ]*0?|0)(10|2[0-9]|[3-9][0-9]{2})[- )]*([0-9]{3,4})[- ]?([0-9]{4})"
    r"(?:[- ]*(?:-|转|ext\.?)[- ]*([0-9]{1,5}))?"
)
# Anything that could be meant as a number: digits with what stands between them.
_RUN = re.compile(r"(?<![0-9A-Za-z])[+(]{0,2}[0-9](?:[0-9]|[-() ](?=[-() ]*[0-9])|转(?=[0-9]))*")
_SEPARATORS = re.compile(r"([；;、，,/\n]+)")
_OFFICE_WORDS = re.compile(
    "[台处室部科股厅所站局委办窗门棚栋楼号区县市镇街村点线场馆层岗路侧旁边口]|中心|服务|登记|热线|电话|值班|"
    "咨询|投诉|举报|监督|维权|法律|招工|招聘|用工|求职|培训|仲裁|客服|公司|大厅|市场|驿站|社区|接待|传真"
)
_PERSON_WORDS = re.compile(
    "主任|经理|科长|局长|站长|所长|主管|先生|女士|老师|师傅|书记|同志|负责人|联系人|队长"
)
_DOUBLE_SURNAMES = re.compile(
    "(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|端木|东方|南宫)[\u3400-\u9fff]{0,2}"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马"
    "苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪"
    "祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田"
    "樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮"
    "羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎"
    "蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦"
    "尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂肖代"
)


def canonical(text: str) -> str:
    """The number in the form that is stored, or as it was where it is no known office number."""
    plain = _DASHES.sub("-", narrow(text)).strip(" -:.")
    # A landline written without its dash: codes of three digits are 010 and 02x, all others four.
    if match := _LANDLINE.fullmatch(plain.replace("(", "").replace("（", "")):
        number = f"0{match[1]}-{match[2]}{match[3]}"
        return f"{number}-{match[4]}" if match[4] else number
    squeezed = plain.replace(" ", "")
    return squeezed if _LINE.match(squeezed) else plain


def phone(text: str, notes: Notes) -> str:
    """One office number, "" for none."""
    if not text:
        return ""
    number = canonical(text)
    if _LINE.match(number):
        return number
    if has_mobile(narrow(text)):
        notes.add("mobile", "是手机号，只收办公电话（区号-座机、400/800 或 12333 这样的短号）")
    elif len(_RUN.findall(narrow(text))) > 1:
        notes.add("several-numbers", "只能填一个号码，其余的填在“联系电话”里")
    else:
        notes.add("not-an-office-number", "不是办公电话，请写成 0632-1234567、400 电话或 12333")
    return ""


def contacts(text: str, notes: Notes) -> tuple[ContactInput, ...]:
    """“服务台 0632-5550701；招工登记 0632-5550702”; names of persons are not kept."""
    found: list[ContactInput] = []
    pending = ""
    for piece in _SEPARATORS.split(text):
        plain = _DASHES.sub("-", piece)
        runs = [run for run in _RUN.finditer(plain) if _is_number(run.group())]
        if not runs:
            pending += piece
            continue
        at, label = 0, ""
        for run in runs:
            before = pending + plain[at : run.start()]
            pending, at = "", run.end()
            label = _stripped(before) or label
            after = plain[at:].strip() if run is runs[-1] else ""
            _add(found, label or _stripped(after, brackets=True), run.group(), notes)
    if pending.strip("；;、，,/\n "):
        notes.add("no-number", "有一处文字没有跟号码，请写成“服务台 0632-1234567”，用；隔开")
    return tuple(found)


def _is_number(run: str) -> bool:
    return sum(char.isdigit() for char in run) >= 5


def _stripped(label: str, brackets: bool = False) -> str:
    label = label.strip(" ：:；;、，,/\n-")
    return label.strip("()（）") if brackets else label.rstrip("(（").strip()


def _add(found: list[ContactInput], label: str, number: str, notes: Notes) -> None:
    line = phone(number, notes)
    if not line or any(each.phone == line for each in found):
        return
    if label and names_a_person(label):
        notes.add("name-dropped", "号码旁的个人姓名不收，已略去", warning=True)
        label = ""
    found.append(ContactInput(free_text(label, LABEL_LONGEST, notes) or USUAL_LABEL, line))


def names_a_person(label: str) -> bool:
    """Whether a label is rather a person's name or title than an office's."""
    bare = re.sub(r"\s", "", label)
    if _PERSON_WORDS.search(bare):
        return True
    is_name = _DOUBLE_SURNAMES.fullmatch(bare) or (
        re.fullmatch("[\u3400-\u9fff]{2,3}", bare) and bare[0] in _SURNAMES
    )
    return bool(is_name) and not _OFFICE_WORDS.search(bare)
