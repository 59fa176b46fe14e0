import Convention
import Support
import TestSupport
import Testing

/// A table of the SNDS: ours, and its public Table Schema.
private struct OfficialTable: CustomTestStringConvertible {
    let convention: String
    let table: String
    let schema: String
    /// Fields of another type than the schema's, which must have a reason.
    let types: [String: String]

    var testDescription: String { schema }

    init(_ convention: String, _ table: String, _ schema: String, _ types: [String: String] = [:]) {
        (self.convention, self.table, self.schema, self.types) = (convention, table, schema, types)
    }

    /// Codes that a large list says, not quantities.
    private static let prestations = [
        "BSE_PRS_NAT": "string", "CPL_PRS_NAT": "string", "PRS_NAT_REF": "string", "PSE_SPE_COD": "string",
        "PSP_SPE_COD": "string",
    ]
    /// A month alone is no date: a number from 1 to 12, or dropped as it stands.
    private static let month = ["BEN_NAI_MOI": "string"]
    /// `2A` and `2B` in the numbers of Corsican establishments; `RSA_NUM` is compared as a number in all tables.
    private static let stay = ["ETA_NUM": "string", "RSA_NUM": "integer"]
    /// Return codes that may be other than 0 and 1, dates that SAS writes, months.
    private static let chaining: [String: String] = {
        var types = stay.merging(["SOR_MOI": "integer", "EXE_SOI_DTD": "string", "EXE_SOI_DTF": "string"]) { $1 }
        for name in [
            "COH_NAI", "COH_SEX", "ETA_NUM", "FHO", "HOS_NNE", "HOS_ORG", "NIR", "NUM_DAT_AT", "ORG_CPL_NUM", "PMS",
            "RNG_BEN", "RNG_NAI", "SEJ_MER", "SEJ", "SEX",
        ] {
            types[name + "_RET"] = "string"
        }
        for name in ["HOS_NN_MAM", "HOS_PLO"] { types[name] = "string" }
        return types
    }()

    static let all = [
        OfficialTable("sniiram-dcir", "er_prs_f", "ER_PRS_F", prestations),
        OfficialTable("sniiram-dcir", "er_pha_f", "ER_PHA_F", ["PHA_PRS_C13": "string"]),
        OfficialTable("sniiram-dcir", "er_cam_f", "ER_CAM_F"),
        OfficialTable("sniiram-dcir", "er_bio_f", "ER_BIO_F", ["BIO_PRS_IDE": "string"]),
        OfficialTable("sniiram-dcir", "er_ete_f", "ER_ETE_F"),
        OfficialTable("sniiram-dcir", "er_ucd_f", "ER_UCD_F"),
        OfficialTable("sniiram-dcir", "ir_ben_r", "IR_BEN_R", month),
        OfficialTable("sniiram-dcir", "ir_iba_r", "IR_IBA_R", month),
        OfficialTable("sniiram-dcir", "ir_imb_r", "IR_IMB_R"),
        OfficialTable(
            "pmsi-mco", "t_mco_b", "T_MCOaaB",
            stay.merging(["SOR_MOI": "integer", "GRC_RET": "string", "GRG_RET": "string"]) { $1 }),
        OfficialTable("pmsi-mco", "t_mco_c", "T_MCOaaC", chaining),
        OfficialTable("pmsi-mco", "t_mco_a", "T_MCOaaA", stay), OfficialTable("pmsi-mco", "t_mco_d", "T_MCOaaD", stay),
        OfficialTable("pmsi-mco", "t_mco_um", "T_MCOaaUM", stay),
        OfficialTable("pmsi-mco", "t_mco_e", "T_MCOaaE", stay),
        // A year that is made coarser is a number.
        OfficialTable("cepidc", "ki_cci_r", "KI_CCI_R", ["BEN_NAI_MOI": "string", "MER_NAI_ANN": "integer"]),
        OfficialTable("cepidc", "ki_ecd_r", "KI_ECD_R"),
    ]

    func ours() throws -> JSONValue { try OfficialConvention.read(convention, table + ".schema.json") }
    func official() throws -> JSONValue { try OfficialConvention.layout("snds/schemas/\(schema).json") }
}

/// The tables of the SNDS against their public schemas.
@Suite(.enabled(if: OfficialConvention.domain != nil, OfficialConvention.absence))
struct OfficialTableTests {
    private static func names(_ value: JSONValue?) -> [String] {
        value?.string.map { [$0] } ?? (value?.array ?? []).compactMap(\.string)
    }

    @Test(arguments: OfficialTable.all)
    private func `a table has the columns of the official schema, of the same types and lengths`(_ table: OfficialTable)
        throws
    {
        let ours = try table.ours()["fields"]?.array ?? []
        let official = try table.official()["fields"]?.array ?? []
        #expect(ours.compactMap { $0["name"]?.string } == official.compactMap { $0["name"]?.string })
        var unused = table.types
        for (field, there) in zip(ours, official) {
            let name = field["name"]?.string ?? ""
            let type = field["type"]?.string
            let expected = there["type"]?.string
            if let other = unused[name], type == other {
                unused[name] = nil
            } else {
                #expect(type == expected, "\(name)")
            }
            let length = there["length"]?.string.flatMap { Int($0) }
            if let most = field["constraints"]?["maxLength"]?.integer.map(Int.init) {
                #expect(most == length, "\(name)")
            }
        }
        // What is said twice of a type in several tables need not occur in each.
        for (name, type) in unused {
            #expect(
                !ours.contains { $0["name"]?.string == name } || ours.contains { $0["type"]?.string == type },
                "\(name)")
        }
    }

    @Test(arguments: OfficialTable.all)
    private func `a table has the keys of the official schema`(_ table: OfficialTable) throws {
        let (ours, official) = (try table.ours(), try table.official())
        let key = Self.names(official["primaryKey"])
        if !key.isEmpty { #expect(Self.names(ours["primaryKey"]) == key) }
        let tables = OfficialTable.all.filter { $0.convention == table.convention }
        for reference in official["foreignKeys"]?.array ?? [] {
            let target = reference["reference"]?["resource"]?.string ?? ""
            guard let other = tables.first(where: { $0.schema == target }), other.schema != "IR_IBA_R",
                other.schema != "IR_BEN_R" || table.schema != "IR_IBA_R"
            else { continue }
            let found = ours["foreignKeys"]?.array?.first { key in
                key["reference"]?["resource"]?.string == other.table
                    && Self.names(key["fields"]) == Self.names(reference["fields"])
            }
            #expect(found != nil, "\(Self.names(reference["fields"])) → \(target)")
        }
    }

    /// Lists of a convention, and the nomenclature that each is.
    private static let lists = [
        "sniiram-dcir": [
            "departement": "IR_DPT_V", "sexe": "IR_SEX_V", "nir": "IR_NIR_V", "rang": "IR_BER_V", "depense": "IR_DEP_V",
            "exoneration": "IR_EXO_V",
        ],
        "pmsi-mco": ["mode-entree": "MS_ENT_V", "mode-sortie": "MS_SOR_V", "provenance": "MS_PRV_V"],
        "cepidc": [
            "departement": "IR_DPT_V", "sexe": "IR_SEX_V", "version": "DS_VER_V", "statut": "DS_STA_V",
            "certificat": "DS_CER_V", "support": "DS_SUP_V", "volet": "DS_VOL_V", "lieu": "DS_LIE_V",
            "activite": "DS_ACP_V", "activite-parent": "DS_PFS_V", "mariage": "DS_MAR_V", "recherche": "DS_CAU_V",
            "grossesse": "DS_GRS_V", "accident": "DS_ATT_V", "naissance": "DS_NAI_V", "accouchement": "DS_ACC_V",
        ],
    ]

    @Test(arguments: lists.keys.sorted()) func `small lists have the codes of the nomenclatures`(_ id: String) throws {
        for (list, nomenclature) in Self.lists[id] ?? [:] {
            let codes = try OfficialConvention.codes(id, list)
            #expect(codes == Set(try OfficialConvention.nomenclature(nomenclature)), "\(list)")
        }
    }

    @Test func `the patterns of large lists take the codes of the nomenclatures`() throws {
        // Placeholders such as XXXXXX, and lines that go on with a label.
        for (id, table, field, nomenclature, misfits) in [
            ("pmsi-mco", "t_mco_b", "DGN_PAL", "MS_CIM_V", 2), ("pmsi-mco", "t_mco_a", "CDC_ACT", "IR_CCAM_V63", 8),
            ("cepidc", "ki_cci_r", "DCD_CIM_COD", "IR_CIM_V", 3),
            ("sniiram-dcir", "er_prs_f", "PRS_NAT_REF", "IR_NAT_V", 0),
            ("sniiram-dcir", "er_prs_f", "PSE_SPE_COD", "IR_SPE_V", 0),
            ("sniiram-dcir", "er_bio_f", "BIO_PRS_IDE", "IR_BIO_R", 0),
        ] {
            let fields = try OfficialConvention.read(id, table + ".schema.json")["fields"]?.array ?? []
            let found = fields.first { $0["name"]?.string == field }
            let pattern = try #require(found?["constraints"]?["pattern"]?.string)
            let codes = Set(try OfficialConvention.nomenclature(nomenclature)).filter {
                // The table has four characters, its nomenclature longer codes too.
                field != "DCD_CIM_COD" || $0.count <= 4
            }
            #expect(codes.count > 50)
            let missed = codes.filter { ConventionChecks.matchesWhole(pattern, $0) != true }
            #expect(missed.count <= misfits, "\(field): \(missed.sorted().prefix(10))")
        }
    }
}
