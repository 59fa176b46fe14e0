internal import Glibc
internal import Home
internal import Support

/// A reader of Delta tables that others wrote, where one is installed beside the sources; else the catalogue's own command.
struct DemoReader {
    /// Exit status of the script where Python has no reader.
    private static let absent: Int32 = 3

    let place: DemoPlace
    let loop: DemoLoop
    let screen: DemoScreen
    let gateway: DemoGateway

    private var python: String { place.checkout + "/.build/venv/bin/python" }

    /// Shows the SI-DEP table, and gives the number of rows that the independent reader found; nil where there is none.
    func rows() throws -> Int? {
        if unsafe access(python, X_OK) == 0 {
            let table = gateway.layout.table("test", base: "sidep")
            let ended = try loop.run(python, ["-c", DemoReader.script, table])
            if ended.status != DemoReader.absent {
                guard ended.isSuccess else {
                    screen.quote(text: ended.text)
                    throw DemoFault.commandFailed("python")
                }
                let lines = ended.text.split(separator: "\n")
                screen.command("python -c 'import polars; print(polars.scan_delta(\"home/catalogue/sidep/test\")…)'")
                screen.quote(folding: lines.dropLast().joined(separator: "\n"))
                return lines.last.flatMap { Int($0) }
            }
        }
        screen.say("No polars or duckdb here; to see the table through one of them, in the folder of the sources:")
        screen.command("python3 -m venv .build/venv")
        screen.command(".build/venv/bin/pip install -r Tests/TestSupport/Readers/requirements.txt")
        screen.quote(text: try gateway.command(["catalogue", "show", "sidep/test"]))
        return nil
    }

    /// Prints what the reader sees; its last line is the number of rows.
    private static let script = """
        import sys

        path = sys.argv[1]
        query = (
            "select date_prelevement as day, count(*) as tests, count(distinct patient) as patients,"
            " count(distinct departement) as departments, min(age) as youngest, max(age) as oldest"
            " from tests group by 1 order by 1"
        )
        try:
            import polars

            tests = polars.scan_delta(path)
            name, columns = "polars " + polars.__version__, tests.collect_schema().names()
            rows = tests.select(polars.len()).collect().item()
            days = polars.SQLContext(tests=tests).execute(query, eager=True)
            head, total = days.columns, days.rows()
        except ImportError:
            try:
                import deltalake, duckdb
            except ImportError:
                sys.exit(3)
            connection = duckdb.connect()
            connection.register("tests", deltalake.DeltaTable(path).to_pyarrow_dataset())
            name = "duckdb " + duckdb.__version__
            columns = [row[0] for row in connection.execute("describe tests").fetchall()]
            rows = connection.execute("select count(*) from tests").fetchone()[0]
            result = connection.execute(query)
            head, total = [column[0] for column in result.description], result.fetchall()
        print(name + " sees " + format(rows, ",") + " rows in " + str(len(columns)) + " columns:")
        print(", ".join(columns))
        for row in [head] + list(total):
            print("".join(str(cell).rjust(13) for cell in row))
        print(rows)
        """
}
