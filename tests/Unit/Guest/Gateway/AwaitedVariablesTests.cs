using System.Text;
using CsCheck;
using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.Processes;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway;

/// <summary>Variables on their way to a program that runs already.</summary>
public sealed class AwaitedVariablesTests
{
    private static readonly Gen<Dictionary<string, string>> Environments =
        Gen.Dictionary(
            Gen.String[Gen.Char['A', '_'], 1, 40],
            Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Const('\n'), Gen.Const('='), Gen.Const('ü'), Gen.Const('漢')), 0, 80])[0, 20];

    [Fact]
    public void what_was_written_is_read_in_whatever_pieces_it_comes() =>
        Gen.Select(Environments, Gen.Int[1, 100]).Sample((environment, piece) =>
        {
            using var stream = new Dripping(VariableBlock.Write(environment)!, piece);
            return AwaitedVariables.Read(stream) is { } read && read.Count == environment.Count && read.All(pair => environment[pair.Key] == pair.Value);
        });

    [Fact]
    public void whatever_comes_is_variables_or_nothing() =>
        Gen.Byte.Array[0, 200].Sample(bytes => AwaitedVariables.Read(new MemoryStream(bytes)) is null || bytes.Length == 0 || bytes[^1] == 0);

    [Theory]
    [InlineData("A=1")]
    [InlineData("A=1\0B=2")]
    [InlineData("A\0")]
    [InlineData("=1\0")]
    [InlineData("\0")]
    [InlineData("A=1\0A=2\0")]
    public void what_is_no_whole_list_of_variables_is_refused(string text) => Assert.Null(Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void what_is_no_text_is_refused() => Assert.Null(Read([(byte)'A', (byte)'=', 0xFF, 0]));

    [Fact]
    public void an_end_at_once_is_no_variables() => Assert.Empty(Read([])!);

    [Fact]
    public void beyond_its_bounds_nothing_is_written_and_nothing_read()
    {
        var most = Enumerable.Range(0, VariableBlock.MostEntries).ToDictionary(number => $"N{number}", _ => "");
        Assert.Equal(most.Count, Read(VariableBlock.Write(most)!)!.Count);
        Assert.Null(VariableBlock.Write(new Dictionary<string, string>(most) { ["ONE"] = "more" }));
        Assert.Null(Read([.. VariableBlock.Write(most)!, .. "ONE=more\0"u8]));

        var longest = new Dictionary<string, string> { ["A"] = new('x', VariableBlock.MostEntryBytes - 2) };
        Assert.Equal(longest["A"], Read(VariableBlock.Write(longest)!)!["A"]);
        Assert.Null(VariableBlock.Write(new Dictionary<string, string> { ["A"] = longest["A"] + "x" }));
        Assert.Null(Read([.. "A="u8, .. Encoding.UTF8.GetBytes(longest["A"]), (byte)'x', 0]));

        var large = Enumerable.Range(0, 17).ToDictionary(number => $"N{number}", _ => new string('x', 125 << 10));
        Assert.Null(VariableBlock.Write(large));
    }

    [Fact]
    public void an_endless_input_is_not_read_to_its_end()
    {
        using var endless = new Dripping([], 64 << 10) { IsEndless = true };

        Assert.Null(AwaitedVariables.Read(endless));
        Assert.InRange(endless.Given, VariableBlock.MostBytes, VariableBlock.MostBytes + (128 << 10));
    }

    [Theory]
    [InlineData("A=B", "")]
    [InlineData("", "x")]
    [InlineData("A", "x\0B=y")]
    public void what_could_be_taken_for_another_variable_is_not_written(string name, string value) =>
        Assert.Null(VariableBlock.Write(new Dictionary<string, string> { [name] = value }));

    private static Dictionary<string, string>? Read(byte[] bytes) => AwaitedVariables.Read(new MemoryStream(bytes));

    private sealed class Dripping(byte[] content, int piece) : MemoryStream(content)
    {
        public bool IsEndless { get; init; }

        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var some = buffer[..Math.Min(buffer.Length, piece)];
            if (IsEndless)
            {
                some.Fill((byte)'x');
                Given += some.Length;
                return some.Length;
            }

            var bytes = new byte[some.Length];
            var count = base.Read(bytes, 0, bytes.Length);
            bytes.AsSpan(0, count).CopyTo(some);
            return count;
        }
    }
}
