using System.Globalization;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Edge;

/// <summary>Runs wrk against a port of loopback, with a tenant's name in the Host header.</summary>
internal static partial class Wrk
{
    private const string Program = "/usr/bin/wrk";

    /// <summary>Requests per second over some connections.</summary>
    internal static Task<Result<double, LobsterError>> RequestsAsync(int port, int connections, int seconds, CancellationToken cancellationToken) =>
        RunAsync(port, connections, seconds, cancellationToken).Bind(said => Read(RequestsLine().Match(said), unit: 1));

    /// <summary>The same for a URL in another network, with a token of the API.</summary>
    internal static Task<Result<double, LobsterError>> RequestsAsync(
        NetNamespace network, string url, string token, int connections, int seconds, CancellationToken cancellationToken) =>
        network.Run(() => RunAsync(url, $"Authorization: Bearer {token}", connections, seconds, cancellationToken)).Bind(said => Read(RequestsLine().Match(said), unit: 1));

    /// <summary>The median latency over one connection, in milliseconds.</summary>
    internal static Task<Result<double, LobsterError>> MedianAsync(int port, int seconds, CancellationToken cancellationToken) =>
        RunAsync(port, connections: 1, seconds, cancellationToken).Bind(said =>
        {
            var line = MedianLine().Match(said);
            return Read(line, line.Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, _ => 1_000 });
        });

    private static Task<Result<string, LobsterError>> RunAsync(int port, int connections, int seconds, CancellationToken cancellationToken) =>
        RunAsync($"http://127.0.0.1:{port}/", "Host: alice.lobster.localhost", connections, seconds, cancellationToken);

    private static async Task<Result<string, LobsterError>> RunAsync(string url, string header, int connections, int seconds, CancellationToken cancellationToken)
    {
        if (!File.Exists(Program)) return new LobsterError(BenchErrors.Lacking, "wrk is not installed", "install the Debian package wrk");
        var ran = await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput
            {
                Program = Program,
                Arguments =
                [
                    "-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", header, url,
                ],
                Timeout = TimeSpan.FromSeconds(seconds + 20),
            },
            cancellationToken);
        if (ran.TryGetError(out var error, out var result)) return error;
        return result.Output.Contains("Non-2xx", StringComparison.Ordinal) || result.Output.Contains("Socket errors", StringComparison.Ordinal)
            ? new LobsterError(BenchErrors.SampleFailed, $"not every request was answered: {result.Output.ReplaceLineEndings(" ")}")
            : result.Output;
    }

    private static Result<double, LobsterError> Read(Match match, double unit) =>
        match.Success && double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number * unit
            : new LobsterError(BenchErrors.SampleFailed, "wrk's output was not understood");

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[0-9.]+)")]
    private static partial Regex RequestsLine();

    [GeneratedRegex(@"50%\s+(?<number>[0-9.]+)(?<unit>us|ms|s)")]
    private static partial Regex MedianLine();
}
