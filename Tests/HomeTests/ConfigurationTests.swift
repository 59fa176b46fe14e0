import Convention
import Home
import Support
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private func parse(_ text: String) throws(HomeFault) -> Configuration { try Configuration.parse(Array(text.utf8)) }

    @Test func `reads the file that init writes as the defaults`() throws {
        #expect(try Configuration.parse(Settings.file()) == Configuration())
    }

    @Test func `writes changed settings`() throws {
        let configuration = try Configuration.parse(Settings.file(changes: ["listen.port": 0, "operators.demo": true]))
        #expect(configuration.listenPort == 0)
        #expect(configuration.demo)
        #expect(!configuration.allowUnsignedConventions)
    }

    @Test func `has usable defaults`() {
        let configuration = Configuration()
        #expect(configuration.listenPort == 2222)
        #expect(configuration.loginSeconds > 0)
        #expect(!configuration.demo)
    }

    @Test func `takes comments, single quotes and trailing commas`() throws {
        let configuration = try parse("{ // one\n listen: { publicName: 'sas.example', }, }")
        #expect(configuration.publicName == "sas.example")
    }

    @Test(arguments: [
        ("{ listen: { prot: 22 } }", "format.misspelt-member", "/listen/prot"),
        ("{ listen: { port: 70000 } }", "format.out-of-range", "/listen/port"),
        ("{ colour: 'red' }", "format.unknown-member", "/colour"),
        ("{ operators: { demo: 1 } }", "format.wrong-kind", "/operators/demo"),
        ("[", "json.unexpected-end", ""),
    ])
    func `refuses a wrong setting with its place`(_ text: String, _ code: String, _ pointer: String) throws {
        let problems = fault { try parse(text) }?.problems ?? []
        #expect(problems.map(\.code.rawValue) == [code])
        #expect(problems.first?.pointer == pointer)
    }

    @Test func `survives any bytes`() {
        let seed = Settings.file(changes: ["listen.port": 1])
        var state: UInt64 = 7
        for _ in 0..<500 {
            var bytes = seed
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            }
            _ = try? Configuration.parse(bytes)
        }
    }
}

@Suite struct DeployedConfigurationTests {
    @Test func `the commented file in deploy is the one that init writes`() throws {
        #expect(try Checkout.read("deploy/ecluse.json5") == Settings.file())
    }
}
