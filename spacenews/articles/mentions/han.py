"""Chinese names: what their companies are called for short, and where a name's signs are part of other words."""

import re
from collections.abc import Iterator

# Signs of names, institutions and lands that are written otherwise in Taiwan, Hong Kong and old papers.
PAIRS = (
    "藍蓝國国際际榮荣東东間间動动銀银衛卫長长遙遥雲云網网絡络團团學学業业術术機机電电氣气飛飞龍龙發发運运載载實实驗验"
    "廈厦門门廣广創创總总華华聯联訊讯資资測测圖图羅罗馬马歐欧亞亚獨独蘭兰島岛灣湾縣县區区鄉乡慶庆濟济陽阳陝陕蘇苏寧宁"
    "貴贵鄭郑瀋沈時时領领導导數数據据類类計计劃划設设備备製制車车輛辆軌轨軍军憶忆維维納纳諾诺達达遠远進进開开關关無无"
    "綫线線线傳传輸输儀仪鑄铸鋼钢鐵铁鋰锂鈦钛鎮镇錦锦億亿萬万優优偉伟儲储從从復复應应態态戰战擊击擴扩師师幣币帶带幹干"
    "強强彈弹協协勝胜勞劳匯汇單单員员問问啟启嘯啸園园圓圆場场塊块壓压夢梦夥伙奧奥寶宝將将專专尋寻對对層层屬属岡冈嶺岭"
    "峽峡廠厂廳厅張张後后徑径恆恒愛爱慣惯択择擇择撥拨攜携敵敌斷断暫暂曆历會会條条極极構构標标樞枢樣样橋桥歲岁歷历殘残"
    "氫氢湯汤滿满漢汉潔洁濱滨瀾澜灘滩點点煉炼熱热燈灯爾尔牆墙獎奖獲获環环現现瑪玛產产畢毕畫画異异監监盤盘礎础種种積积"
    "穩稳窮穷競竞範范築筑簡简簽签糧粮級级紀纪約约紅红紐纽細细終终組组結结給给統统經经綠绿編编緯纬縮缩績绩織织繼继續续"
    "義义習习聖圣聞闻聲声職职腦脑興兴舉举艦舰藝艺處处號号蟲虫補补裝装見见規规視视覺觉覽览訂订記记訓训試试詢询話话該该"
    "認认語语誠诚調调談谈請请論论證证識识護护變变讓让負负財财貨货責责貿贸費费貸贷賽赛購购贏赢軟软軸轴較较輕轻輝辉輪轮"
    "轉转辦办農农連连週周遊游選选還还邁迈邊边鄧邓鄰邻醫医釋释針针銳锐錄录鍵键鏡镜鐘钟閃闪閉闭陸陆陣阵隊队階阶隨随險险"
    "雙双離离難难霧雾靈灵響响頂顶項项順顺預预頭头頻频題题願愿顧顾顯显風风餘余館馆馮冯駐驻騰腾驅驱驕骄體体鬆松魚鱼鯤鲲"
    "鴻鸿鵬鹏鷹鹰麗丽齊齐"
)
SIMPLIFIED = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))

LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "公司")  # the longer before what they end in
OUR_NATION, GROUP = "中国", "集团"
LEAST_SIGNS, LEAST_BRAND = 6, 4  # of what a text may mean when it leaves such a part out
TRADE = re.compile("(?:科技|技术|发展)+\\Z")
SEAT = re.compile(
    r"[（(][^（()）]*[)）]|\A(?:北京|上海|天津|重庆|深圳|广州|杭州|南京|苏州|武汉|成都|西安|长沙|沈阳|海南|湖南|湖北|山东|山西"
    "|陕西|四川|广东|浙江|江苏|安徽|福建|河北|河南|吉林|辽宁|黑龙江)[省市]?"
)
# Words of the trade: what is made of them alone names nobody.
COMMON = re.compile(
    "(?:中国|国际|国家|商业|民用|航天|航空|宇航|宇宙|空间|卫星|火箭|导航|遥感|通信|网络|信息|科学|技术|科技"
    "|工程|工业|系统|发射|集团|公司|有限|研究院|大学|投资|应用|服务|控制|测控|制造|东方|[省市县])*"
)

# Words that a name's first or last signs may be part of: 银河航天员 names no company, and 卫星网 none.
WORDS = re.compile(
    "(?=(航天员(?!工)|航天器(?!件)|航天服(?!务)|航天局(?!部)|航天城(?!市)|航天港|航天飞机|宇航员(?!工)|宇航服(?!务)|宇航局"
    "|空间站(?!在)|大学生(?![物命态产活])|箭头|火箭军|卫星|湖北|河北|东北|西北|华北|台北|江浙|闽浙|航空(?!间)|航行|航线"
    "|航道|航海|航班|航母))"
)
# A press or a hospital of a university is somebody else, and so is the university of an academy.
ANOTHER_HOUSE = re.compile("(?:大学)?(?:出版社|附属|附中|附小)")


def short_forms(name: str) -> Iterator[str]:
    """Yield what a text says instead of a Chinese name: without legal form, country, city and trade.

    >>> list(short_forms("中国航天科技集团公司")), list(short_forms("深圳市翎客航天技术有限公司"))
    (['中国航天科技集团', '航天科技集团'], ['深圳市翎客航天技术', '翎客航天'])
    """
    form = next((form for form in LEGAL_FORMS if name.endswith(form)), "")
    bare = name.removesuffix(form)
    if form and len(bare) >= LEAST_SIGNS:
        yield bare
    if bare.startswith(OUR_NATION) and bare.endswith(GROUP) and len(bare) >= LEAST_SIGNS + len(OUR_NATION):
        yield bare.removeprefix(OUR_NATION)
    brand = TRADE.sub("", SEAT.sub("", bare)) if form else ""
    if LEAST_BRAND <= len(brand) < len(bare) and not COMMON.fullmatch(brand):
        yield brand


def words_across(text: str) -> list[tuple[int, int]]:
    """Return the places of words that no name begins or ends inside of."""
    return [found.span(1) for found in WORDS.finditer(text)]
