import Commands
import Support
import Testing

/// A program whose commands answer with what they understood.
private let program: Program = {
    let list = Command(
        "list", "list the drops", options: [.value("state", "STATE", short: "s", "only drops in this state")],
        arguments: [Command.Argument("ACCOUNT", .optional, "only drops of this account")],
        examples: [Command.Example("ecluse drops list --state rejected", "the drops that were refused")],
        run: echo)
    let show = Command(
        "show", "show one drop", arguments: [Command.Argument("DROP", .one, "the drop's number")], run: echo)
    let drops = Command("drops", "look at drops", subcommands: [list, show])
    let bench = Command(
        "bench", "measure",
        options: [.value("rows", "N", short: "r", "rows"), .flag("quick", short: "q", "less of it")],
        run: { line in
            line.output.line(String(try line.integer("rows", in: 1...1000, default: 7)))
            return .problem
        })
    let fail = Command("fail", "fail", run: { _ in throw SecretError(cell: "1850578006084") })
    let refuse = Command("refuse", "refuse", run: { _ in throw Refusal() })
    return Program(
        "ecluse", "a gate", version: "1.2.3",
        options: [.value("home", "DIRECTORY", variable: "ECLUSE_HOME", "the home"), .flag("json", "as JSON")],
        commands: [drops, bench, fail, refuse],
        messages: [MessageTable([Message("home.missing", fr: "rien dans {name}", en: "nothing in {name}")])])
}()

private struct SecretError: Error { let cell: String }

private struct Refusal: Fault {
    let code: FaultCode = "home.missing"
    let arguments = ["name": "here"]
}

@Sendable private func echo(_ line: Invocation) throws -> Commands.ExitStatus {
    line.output.line(
        "\(line.path.joined(separator: "/")) \(line.arguments) state=\(line.value("state") ?? "-") "
            + "home=\(line.value("home") ?? "-") json=\(line.wantsJSON)")
    return .success
}

private struct Outcome {
    let status: Commands.ExitStatus
    let output: String
    let errors: String
}

private func run(_ words: String..., home: String? = nil) -> Outcome {
    let (output, errors) = (Output.memory(), Output.memory())
    let status = program.run(
        words, environment: { $0 == "ECLUSE_HOME" ? home : nil }, output: output, errors: errors)
    return Outcome(status: status, output: output.captured, errors: errors.captured)
}

@Suite struct ProgramTests {
    @Test func `finds a subcommand and its options in any order`() {
        let expected = "ecluse/drops/list [\"sidep\"] state=rejected home=/h json=true\n"
        #expect(run("drops", "list", "sidep", "--state", "rejected", "--home=/h", "--json").output == expected)
        #expect(run("--json", "--home", "/h", "drops", "list", "-s", "rejected", "sidep").output == expected)
        #expect(run("drops", "--json", "list", "-srejected", "sidep", home: "/h").output == expected)
    }

    @Test func `an option wins over the environment`() {
        #expect(run("drops", "list", "--home", "/a", home: "/b").output.contains("home=/a"))
        #expect(run("drops", "list", home: "/b").output.contains("home=/b"))
        #expect(run("drops", "list", home: "").output.contains("home=-"))
    }

    @Test func `takes everything after two dashes as arguments`() {
        #expect(run("drops", "list", "--", "--json").output.contains("[\"--json\"] state=- home=- json=false"))
    }

    @Test func `suggests the option or the command that was probably meant`() {
        let option = run("drops", "list", "--sttae", "x")
        #expect(option.status == .usage)
        #expect(option.errors.contains("did you mean “--state”"))
        let command = run("dorps")
        #expect(command.status == .usage)
        #expect(command.errors.contains("did you mean “ecluse drops”"))
        #expect(run("zzzzzzzz").errors.contains("“ecluse --help” lists them"))
    }

    @Test(arguments: [
        (["drops", "list", "--state"], "needs a value"), (["drops", "list", "--json=yes"], "takes no value"),
        (["drops"], "a command is missing"), (["drops", "show"], "argument DROP is missing"),
        (["drops", "show", "1", "2"], "one too many"), (["bench", "--rows", "0"], "from 1 to 1000"),
        (["bench", "--rows", "many"], "from 1 to 1000"), (["bench", "-x"], "no option “-x”"),
    ])
    func `refuses a line that it cannot follow and says why`(words: [String], sentence: String) {
        let (output, errors) = (Output.memory(), Output.memory())
        #expect(program.run(words, environment: { _ in nil }, output: output, errors: errors) == .usage)
        #expect(errors.captured.contains(sentence))
        #expect(output.captured.isEmpty)
    }

    @Test func `returns the status of the command`() {
        let result = run("bench", "-qr", "12")
        #expect(result.status == .problem)
        #expect(result.output == "12\n")
        #expect(run("bench").output == "7\n")
    }

    @Test func `shows examples and inherited options in the help of a command`() {
        for result in [run("drops", "list", "--help"), run("help", "drops", "list"), run("drops", "list", "-h")] {
            #expect(result.status == .success)
            #expect(result.output.contains("ecluse drops list [options] [ACCOUNT]"))
            #expect(result.output.contains("ecluse drops list --state rejected"))
            #expect(result.output.contains("--home DIRECTORY"))
            #expect(result.output.contains("(or $ECLUSE_HOME)"))
        }
    }

    @Test func `lists commands and exit statuses in the help of the program`() {
        for result in [run(), run("--help"), run("help")] {
            #expect(result.status == .success)
            #expect(result.output.contains("drops         look at drops"))
            for status in Commands.ExitStatus.allCases { #expect(result.output.contains(status.meaning)) }
        }
        #expect(run("help", "nothing").status == .usage)
    }

    @Test func `says its version`() { #expect(run("--version").output == "ecluse 1.2.3\n") }

    @Test func `prints the sentence and the code of a fault`() {
        let result = run("refuse")
        #expect(result.status == .configuration)
        #expect(result.errors == "ecluse: nothing in here [home.missing]\n")
        #expect(
            run("refuse", "--json").errors == #"{"error":{"code":"home.missing","message":"nothing in here"}}"# + "\n")
    }

    @Test func `prints nothing of an error that is no fault`() {
        let result = run("fail")
        #expect(result.status == .system)
        #expect(result.errors.contains("internal.error"))
        #expect(!result.errors.contains("1850578006084"))
    }

    @Test func `escapes what the caller typed`() {
        #expect(!run("\u{1b}[31mred").errors.contains("\u{1b}"))
    }
}
