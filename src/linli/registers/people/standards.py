"""Codes that files are kept in. Their words stand in the code lists of the national pack. Pure.

Sources: GB/T 2261.1 (sex), GB/T 2261.2 (marital status), GB/T 3304 (ethnicity), GB/T 4761 (relation to the head of the
household), GB/T 2659 (nationality, three letters); entered from public summaries, not from the texts themselves.
"""

from typing import Final

_COUNTRIES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
WLF WSM YEM ZAF ZMB ZWE
"""

SEXES: Final = frozenset("0129")
MARITAL: Final = frozenset({"10", "20", "21", "22", "23", "30", "40", "90"})
ETHNICITIES: Final = frozenset([f"{number:02d}" for number in range(1, 57)] + ["97", "98"])
RELATIONS: Final = frozenset({"01", "02", "10", "11", "12", *map(str, range(20, 98)), "99"})
HEAD: Final = "02"
SPOUSES: Final = frozenset({"10", "11", "12"})
NATIONALITIES: Final = frozenset(_COUNTRIES.split())

LISTS: Final = {
    "sex": SEXES,
    "marital": MARITAL,
    "ethnicity": ETHNICITIES,
    "relation": RELATIONS,
    "nationality": NATIONALITIES,
}
"""Field → codes that it may hold."""
