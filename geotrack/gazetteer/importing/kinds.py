"""What other gazetteers call their places -> our kinds, and how wide a place of a kind is."""

from __future__ import annotations

from geotrack.gazetteer.world import city_radius_km

# GeoNames feature codes (https://www.geonames.org/export/codes.html) by our kind. A code ending
# in H is historical: it is read as the one without, and its confidence is low.
_CODES: dict[str, str] = {
    "country": "A.PCL A.PCLD A.PCLF A.PCLI A.PCLIX A.PCLS A.TERR",
    "governorate": "A.ADM1",
    "district": "A.ADM2 A.ADMD",
    "subdistrict": "A.ADM3 A.ADM4 A.ADM5",
    "region": "L.RGN L.RGNE L.RGNL L.ZNF A.ZN A.ZNB A.LTER A.PRSH",
    "village": "P.PPL P.PPLA P.PPLA2 P.PPLA3 P.PPLA4 P.PPLA5 P.PPLC P.PPLCD P.PPLF P.PPLG P.PPLL "
    "P.PPLQ P.PPLR P.PPLS P.PPLW P.STLMT",
    "mountain": "T.MT T.MTS T.PK T.PKS T.HLL T.HLLS T.RDGE T.RDGG T.SPUR T.MESA T.BUTE T.NTK "
    "T.NTKS T.PASS T.VLC T.UPLD",
    "valley": "T.VAL T.VALS T.VALG T.VALX T.GRGE T.CNYN T.RVN T.TRGD T.DPR H.WAD H.WADS",
    "river": "H.STM H.STMS H.STMI H.STMX H.STMD H.STMB H.STMM H.CNL H.STMC",
    "camp": "S.CMP S.CMPL S.CMPLA S.CMPMN S.CMPO S.CMPQ S.CMPRF",
    "base": "L.MILB L.NVB S.AIRB S.INSM S.FT",
    "crossing": "S.PSTB S.CSTM S.BDG",
    "continent": "L.CONT",
    "island": "T.ISL T.ISLS T.ISLF T.ISLT T.ATOL",
    "desert": "T.DSRT T.ERG",
    "sea": "H.SEA H.OCN H.GULF H.BAY H.BAYS H.STRT H.SD",
    "airport": "S.AIRP S.AIRF",
    "area": "P.PPLX T.PEN T.CAPE T.PLN T.PLAT T.BSN T.DLTA "
    "T.ISTH T.PT T.BCH T.OAS T.ASPH T.LAVA L.AREA L.OAS L.PRK L.RES L.RESN L.RESW L.RESF L.COLF "
    "L.OILF L.GASF L.INDS L.MVA L.TRB L.FLD L.AGRC H.LK H.LKS H.LKI H.LKX H.RSV H.RSVI "
    "H.MRSH H.SWMP H.LGN H.FLLS H.GLCR S.DAM S.OILR "
    "S.RUIN S.ANS S.PS S.PRT S.MN V.FRST V.OCH",
}
KIND_OF_CODE = {code: kind for kind, codes in _CODES.items() for code in codes.split()}
# Seats of divisions are towns however few people are counted.
SEATS = frozenset({"PPLC", "PPLA", "PPLA2", "PPLG"})
# Settlements that are no more.
GONE = frozenset({"PPLQ", "PPLW"})

# Who's On First placetypes by our kind.
KIND_OF_PLACETYPE = {
    "country": "country",
    "dependency": "country",
    "disputed": "region",
    "macroregion": "region",
    "region": "governorate",
    "macrocounty": "governorate",
    "county": "district",
    "localadmin": "subdistrict",
    "locality": "village",
    "borough": "area",
    "macrohood": "area",
    "neighbourhood": "area",
    "microhood": "area",
    "campus": "area",
    "marinearea": "sea",
    "ocean": "sea",
    "continent": "continent",
}

# Its placetypes that are no places on our maps.
NO_PLACES = frozenset(
    (
        "address",
        "arcade",
        "building",
        "concourse",
        "constituency",
        "custom",
        "empire",
        "enclosure",
        "installation",
        "intersection",
        "metro",
        "metroarea",
        "nation",
        "planet",
        "planetoid",
        "postalcode",
        "postalregion",
        "timezone",
        "venue",
        "wing",
    )
)

# Where nothing is told, a place is taken to be this wide, by its kind; a rule of ours.
_RADIUS_KM = {
    "camp": 2.0, "base": 3.0, "crossing": 1.0, "airport": 3.0, "mountain": 8.0, "valley": 10.0,
    "river": 30.0, "island": 10.0, "desert": 100.0, "sea": 150.0, "area": 3.0, "subdistrict": 12.0,
    "district": 25.0, "governorate": 75.0, "region": 150.0, "country": 500.0, "continent": 3000.0,
}  # fmt: skip


def settlement_kind(population: int, *, seat: bool = False) -> str:
    """City, town or village by the number of people, as in the world index.

    >>> settlement_kind(250_000), settlement_kind(6_000), settlement_kind(0, seat=True)
    ('city', 'town', 'town')
    """
    if population >= 100_000:
        return "city"
    return "town" if population >= 5_000 or seat else "village"


def radius_of(kind: str, population: int) -> float:
    """How far from its point a place reaches where its source does not say.

    >>> radius_of("village", 0), radius_of("district", 0)
    (1.5, 25.0)
    """
    return _RADIUS_KM.get(kind) or city_radius_km(population)
