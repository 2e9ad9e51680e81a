"""The words of generated articles, common ones first: each list is drawn from as often as languages do (Zipf)."""

import random
from itertools import accumulate, product

FLATTENED = 2.7  # Mandelbrot's constant: the first few words do not stand above all others


class Words:
    """A list in order of frequency, to be drawn from."""

    def __init__(self, words: list[str]):
        self.words = list(dict.fromkeys(words))
        self.weights = list(accumulate(1 / (rank + FLATTENED) for rank in range(len(self.words))))

    def draw(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=number)


def listed(words: str) -> list[str]:
    return words.split()


def shuffled(words: list[str], seed: int) -> list[str]:
    """Return made words in an order that is always the same, and not that of their letters."""
    return random.Random(seed).sample(words, len(words))


NOUNS = listed("""
    rocket satellite launch orbit engine mission company engineer test station market crew flight payload antenna
    agency contract fuel tank booster landing sensor image signal network customer programme factory investor
    regulator licence spectrum constellation telescope probe rover lander capsule docking module habitat suit
    camera radar laser battery panel thruster nozzle turbine pump valve cryogen methane kerosene hydrogen oxygen
    alloy composite fairing adapter stage core pad tower crane barge port range site window countdown telemetry
    command software processor memory relay beacon gyroscope tracker wheel propellant tether debris collision
    manoeuvre inclination altitude apogee perigee plane period drag decay entry shield parachute airbag splash
    recovery reuse inspection repair schedule delay budget bond share fund insurance premium court treaty export
    tariff supplier workshop prototype model simulation vibration acoustics vacuum chamber furnace printer weld
    robot arm drill sample crater regolith ice lava dust storm wind aurora plasma field particle neutrino pulsar
    quasar nebula comet asteroid planet moon ring ocean volcano glacier forest river harvest drought flood fire
    ship harbour airline phone vehicle farmer student teacher minister mayor village province island desert coast
""")
ADJECTIVES = listed("""
    new large small first second commercial private reusable liquid solid lunar solar orbital early late national
    foreign regional technical public secret cheap costly heavy light fast slow long short high low thermal
    electric chemical optical digital robotic human polar tropical deep distant nearby bright dark cold hot dry wet
    stable fragile spare final initial joint direct remote secure open closed modular flexible rigid ancient modern
    steady sudden rare common modest bold cautious careful strict loose narrow broad empty full single double
""")
VERBS = listed("""
    launches tests builds carries reaches orders opens delays plans signs needs watches measures lifts powers
    guides feeds replaces delivers funds moves sells studies checks improves doubles halves shares limits repairs
    recovers inspects follows crosses leaves enters joins drops raises lowers cools heats seals welds prints maps
    tracks counts ranks trains hires warns pays owes wins loses explains rejects accepts copies corrects cancels
""")
ADVERBS = listed("""
    again today now later soon often quietly slowly quickly safely twice together abroad instead nearly mostly
    rarely openly barely already finally once cheaply precisely smoothly steadily
""")
PREFIXES = listed("""
    micro nano hyper sub inter geo cryo electro photo thermo aero astro bio hydro magneto nitro poly pyro radio semi
    tele ultra over under mono multi trans iso para proto
""")
STEMS = listed("""
    graph meter scope sphere dyne phase flux morph lith gram plast tron stat cyte phone port form plex trope nomy
    wave drome ferrous static valent cline path fuge mer
""")
ENDINGS = ["", "s", "ic", "al", "ist", "ism", "ous", "ation", "ized", "ing"]
MADE_NOUNS = shuffled(["".join(parts) for parts in product(PREFIXES, STEMS, ENDINGS)], 1)

BEGINNINGS = listed(
    "Kal Mer Tor Vel Zan Hul Bri Ost Cen Dra Fal Gri Jun Lar Nor Pel Qua Ral Sil Tha Ulm Vor Wes Yar Zel"
)
MIDDLES = listed("a e i o u an en in on ar er ir or al el il ul ova eri ané ölu ústa")
ENDS = listed(
    "vor dale stad mir nak tov gen burg rin lune sova wick ley pur dan bek tana quist ram holm ford nia"
)
NAMES = Words(shuffled(["".join(parts) for parts in product(BEGINNINGS, MIDDLES, ENDS)], 2))
ROCKETS = Words(
    shuffled(["".join(parts) for parts in product(BEGINNINGS, ("i", "a", "o"), ("x", "th", "n", "s"))], 3)
)

ENGLISH = {
    "N": Words(NOUNS + MADE_NOUNS),
    "A": Words(ADJECTIVES + shuffled([f"{stem}{end}" for stem in NOUNS for end in ("less", "like")], 4)),
    "V": Words(VERBS),
    "R": Words(ADVERBS),
}

KATA_BENDA = listed("""
    roket satelit peluncuran orbit mesin misi perusahaan insinyur uji stasiun pasar awak penerbangan muatan antena
    lembaga kontrak bahan tangki pendorong pendaratan sensor citra sinyal jaringan pelanggan program pabrik investor
    pengatur izin frekuensi teleskop wahana penjelajah kapsul modul kamera radar baterai panel tenaga pompa katup
    menara pelabuhan landasan jadwal penundaan anggaran saham dana asuransi perjanjian ekspor pemasok bengkel
    purwarupa simulasi getaran ruang cetak robot lengan bor contoh kawah debu badai angin medan partikel planet
    bulan cincin lautan gunung gletser hutan sungai panen kekeringan banjir kebakaran kapal petani pelajar guru
    menteri desa provinsi pulau gurun pantai nelayan gempa peta cuaca udara tanah telepon kendaraan keluarga
""")
KATA_KERJA = listed("""
    meluncurkan menguji membangun membawa mencapai memesan membuka menunda merencanakan memerlukan mengamati
    mengukur mengangkat memandu mengganti mengirim mendanai memindahkan menjual mempelajari memeriksa memperbaiki
    membagi membatasi mengikuti melintasi memasuki menurunkan menaikkan mendinginkan memetakan melacak menghitung
""")
KATA_SIFAT = listed("""
    baru besar kecil pertama kedua komersial swasta cair padat awal akhir nasional asing teknis umum murah mahal
    berat ringan cepat lambat panjang pendek tinggi rendah panas dingin kering basah stabil aman terbuka tertutup
""")
INDONESIAN = {
    "N": Words(KATA_BENDA + [prefix + word for word in shuffled(STEMS, 5) for prefix in PREFIXES]),
    "A": Words(KATA_SIFAT),
    "V": Words(KATA_KERJA),
    "R": Words(
        listed("kembali kini nanti segera sering perlahan cepat aman bersama hampir jarang sudah akhirnya")
    ),
}

MINGCI = listed("""
    火箭 卫星 发射 轨道 发动机 任务 公司 工程师 试验 空间站 市场 乘组 飞行 载荷 天线 机构 合同 燃料 贮箱
    助推器 着陆 传感器 图像 信号 网络 客户 计划 工厂 投资人 监管 许可 频谱 星座 望远镜 探测器 月球车 返回舱
    对接 舱段 相机 雷达 激光 电池 帆板 喷管 涡轮 阀门 甲烷 煤油 液氢 液氧 合金 整流罩 塔架 港口 窗口 遥测
    软件 处理器 存储 中继 碎片 碰撞 机动 倾角 高度 降落伞 回收 复用 检修 日程 推迟 预算 股份 基金 保险 条约
    出口 供应商 样机 模型 仿真 振动 真空 机器人 机械臂 样品 陨石坑 冰层 风暴 磁场 粒子 彗星 行星 月球 海洋
    火山 冰川 森林 河流 收成 干旱 洪水 船舶 手机 汽车 农民 学生 老师 部长 村庄 省份 岛屿 沙漠 海岸
""")
SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
CHINESE = {
    "N": Words(MINGCI + shuffled(["".join(parts) for parts in product(SIGNS, SIGNS)], 6)),
    "A": Words(
        listed(
            "新的 大型 小型 首次 商业 民营 可复用 液体 固体 早期 后期 国家 国外 技术 公开 廉价 重型 轻型 快速 稳定 安全"
        )
    ),
    "V": Words(
        listed(
            "发射 试验 建造 携带 到达 订购 开放 推迟 计划 签署 需要 观察 测量 支持 引导 更换 交付 资助 移动 研究 检查"
        )
    ),
    "R": Words(listed("再次 今天 如今 稍后 不久 经常 缓慢 迅速 安全 共同 几乎 已经 终于")),
}
