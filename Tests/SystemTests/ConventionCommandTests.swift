import Foundation
import Support
import TestSupport
import Testing

/// `ecluse convention check` and what happens to conventions on their way into a home.
@Suite(.serialized) struct ConventionCommandTests {
    private func check(_ folders: [String], _ more: [String] = []) throws -> ToolResult {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        return try Tool.run(binary, ["convention", "check"] + folders + more)
    }

    @Test func `the conventions of the checkout are sound`() throws {
        let result = try check(["sidep", "oscour"].map { Checkout.root + "/Conventions/" + $0 })
        #expect(result.status == 0, "\(result.output)")
        #expect(result.errors.isEmpty)
    }

    @Test func `every problem of a broken folder is listed with its file, line, column and pointer`() throws {
        let folder = try TemporaryDirectory()
        let path = try ChangedConvention.make(
            "sidep", table: "test", in: folder,
            convention: { object in
                object["tolerance"] = 7
                object["unheardOf"] = true
            },
            schema: { schema in
                ChangedConvention.set(&schema, field: "sexe", ["treatment": ["kind": "polish"]])
                ChangedConvention.set(&schema, field: "cp_residence", ["constraints": ["pattern": "["]])
                guard var fields = schema["fields"] as? [[String: Any]] else { return }
                fields[1]["treatment"] = nil
                schema["fields"] = fields
            })
        let result = try check([path], ["--json"])
        #expect(result.status == 1)
        let problems = try JSONParser.parse(result.stdout)["problems"]?.array ?? []
        let pointers = problems.compactMap { $0["pointer"]?.string }
        for pointer in [
            "/tolerance", "/unheardOf", "/fields/1", "/fields/9/treatment", "/fields/10/constraints/pattern",
        ] {
            #expect(pointers.contains { $0.hasPrefix(pointer) }, "\(pointer) in \(pointers)")
        }
        for problem in problems {
            #expect((problem["line"]?.integer ?? 0) > 0 && (problem["column"]?.integer ?? 0) > 0)
            #expect(problem["message"]?.string?.isEmpty == false)
            #expect(problem["code"]?.string?.contains(".") == true)
        }
        let text = try check([path])
        #expect(text.status == 1)
        #expect(text.output.split(separator: "\n").count == problems.count)
        #expect(text.output.contains("convention.json:") && text.output.contains("test.schema.json:"))
        let french = try check([path], ["--language", "fr"])
        #expect(french.output != text.output)
    }

    @Test(arguments: ["{", "[]", "", "{\"id\": 1, \"id\": 2}", "null", String(repeating: "[", count: 100_000)])
    func `a file that is no convention is refused with its place`(_ text: String) throws {
        let folder = try TemporaryDirectory()
        try folder.write("convention.json", text)
        let result = try check([folder.path])
        #expect(result.status == 1, "\(result.output) \(result.errors)")
        #expect(result.output.contains("convention.json:"))
    }

    @Test func `a folder that is not there is a fault of the configuration, not a crash`() throws {
        let result = try check(["/nowhere/at/all"])
        #expect([1, 3, 4].contains(result.status), "\(result.status)")
        #expect(!(result.output + result.errors).isEmpty)
    }

    @Test func `a broken convention does not get into a home, nor another content under a version that is there`()
        throws
    {
        let gateway = try Gateway()
        let folder = try TemporaryDirectory()
        let broken = try ChangedConvention.make("sidep", table: "test", in: folder, convention: { $0["tolerance"] = 7 })
        let refused = try gateway.ecluse(["convention", "add", broken])
        #expect(refused.status == 3, "\(refused.errors)")
        #expect(refused.errors.contains("tolerance"))
        let other = try ChangedConvention.make(
            "sidep", table: "test", in: folder, named: "other", convention: { $0["tolerance"] = 0.5 })
        #expect(try gateway.ecluse(["convention", "add", other]).status == 3)
        #expect(try gateway.ecluse(["convention", "add", Checkout.root + "/Conventions/sidep"]).status == 0)
        let list = try gateway.json(["convention", "list"])["conventions"]?.array ?? []
        #expect(list.compactMap { $0["id"]?.string }.sorted() == ["oscour", "sidep"])
        #expect(list.allSatisfy { $0["inForce"]?.boolean == true })
    }

    @Test func `a gateway that wants signatures takes a convention signed with ssh-keygen, and no altered one`() throws
    {
        let gateway = try Gateway()
        let configuration = try gateway.text("ecluse.json5")
            .replacingOccurrences(of: "allowUnsigned: true", with: "allowUnsigned: false")
        try gateway.folder.write("home/ecluse.json5", configuration)
        let refused = try gateway.ecluse(["run"])
        #expect(refused.status == 3)
        #expect(refused.errors.contains("home.unsigned"))

        let key = gateway.desk.file("signer")
        #expect(try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0)
        let signers = gateway.home + "/keys/convention-signers"
        try FileManager.default.createDirectory(atPath: signers, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: key + ".pub", toPath: signers + "/signer.pub")
        let script =
            "LC_ALL=C sha256sum $(LC_ALL=C ls | grep -v '^convention.sig$') | ssh-keygen -q -Y sign -n ecluse-convention "
            + "-f \(key) > convention.sig"
        for base in ["sidep", "oscour"] {
            let folder = gateway.home + "/conventions/\(base)/1"
            let signed = try Tool.run("sh", ["-c", script], directory: folder)
            #expect(signed.status == 0, "\(signed.errors)")
        }
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let installed = gateway.home + "/conventions/sidep/1"
        let known = try gateway.ecluse(["convention", "check", installed])
        #expect(known.status == 0 && known.output.contains(", signer.pub of this home"), "\(known.output)")
        let schema = "home/conventions/sidep/1/test.schema.json"
        let altered = String(decoding: try gateway.folder.read(schema), as: UTF8.self)
            .replacingOccurrences(of: "\"cap\": 90", with: "\"cap\": 99")
        try gateway.folder.write(schema, altered)
        let stopped = try gateway.ecluse(["ingest", "--once"])
        #expect(stopped.status == 3)
        #expect(stopped.errors.contains("home.signature-wrong"), "\(stopped.errors)")
        let altering = try gateway.ecluse(["convention", "check", installed, "--json"])
        #expect(altering.status == 1)
        let state = try JSONParser.parse(altering.stdout)["signatures"]?.array?.first?["state"]?.string
        #expect(state == "wrong")
    }
}
