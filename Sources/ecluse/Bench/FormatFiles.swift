internal import Platform
internal import Support

/// Made-up files of each format, in the tables of the benchmark's convention.
struct FormatFiles {
    /// Records that are made; longer files repeat them.
    private static let different = 10_000

    private let workbench: Workbench

    init(_ workbench: Workbench) { self.workbench = workbench }

    /// Name of the file of `table` with about so many megabytes.
    func file(_ table: String, megabytes: Int) throws -> String {
        let name = "\(table)-\(megabytes)"
        if workbench.exists(name) { return name }
        let (head, record, tail) = FormatFiles.parts(table)
        let block = Array((0..<FormatFiles.different).map(record).joined().utf8)
        let file = try FileDescriptor.open(workbench.path(name), [.write, .create, .truncate])
        try file.write(Array(head.utf8))
        for _ in 0..<max(1, megabytes * 1_000_000 / block.count) { try file.write(block) }
        try file.write(Array(tail.utf8))
        return name
    }

    private static func parts(_ table: String) -> (head: String, record: (Int) -> String, tail: String) {
        switch table {
        case "visite":
            (
                """
                <?xml version="1.0" encoding="ISO-8859-1"?>
                <OSCOUR><ETABLISSEMENT><ORDRE>0</ORDRE><FINESS>990000002</FINESS></ETABLISSEMENT><PASSAGES>

                """,
                { index in
                    let codes = (0..<(index % 4)).map { "<DA>E1\($0)</DA>" }.joined()
                    return "<PATIENT>\n <CP>\(10_000 + index)</CP><COMMUNE>VILLE</COMMUNE>\n <DP>R07\(index % 10)</DP>"
                        + "<LISTE_DA>\(codes)</LISTE_DA>\n</PATIENT>\n"
                }, "</PASSAGES></OSCOUR>\n"
            )
        case "rum":
            (
                "",
                { index in
                    let codes = (0..<(index % 3)).map { "J\(10 + $0)   " }.joined()
                    return "122 \(10 + index % 90)NOM   0\(index % 3)00\(index % 2)\(codes)"
                        + (index % 2 == 0 ? "\n" : "DEQP0031\n")
                }, ""
            )
        default:
            (
                "",
                { index in
                    "{\"id\":\(index),\"texte\":\"libellé \(index % 100)\",\"valeur\":\(index).25,\"ok\":true,"
                        + "\"jour\":\"2026-11-\(10 + index % 20)\"}\n"
                }, ""
            )
        }
    }
}
