using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Lobsterd.Domain.Tenants;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Tenants;

public sealed class TenantNamePropertyTests
{
    private static readonly Gen<string> Likely = Gen.String[Gen.OneOf(Gen.Char['a', 'd'], Gen.Char['0', '2'], Gen.Const('-'), Gen.Const('A'), Gen.Const('_')), 0, 40];

    [Fact]
    public void the_published_pattern_is_the_rule() => Likely.Sample(
        text => TenantName.Parse(text).IsSuccess == Regex.IsMatch(text, TenantName.Pattern.Replace("$", @"\z", StringComparison.Ordinal)),
        iter: 50_000);

    [Fact]
    public void a_name_says_itself_and_is_a_dns_label_and_a_file_name() => Likely.Sample(text =>
        TenantName.Parse(text) is var name
        && (name.IsFailure || (name.Value.Value == text && name.Value.ToString() == text && Uri.CheckHostName(text) == UriHostNameType.Dns && Path.GetFileName(text) == text)));

    [Fact]
    public void order_and_equality_are_those_of_the_text() => Gen.Select(Likely, Likely).Sample((one, other) =>
    {
        var (a, b) = (TenantName.Parse(one), TenantName.Parse(other));
        return a.IsFailure || b.IsFailure
            || ((a.Value == b.Value) == (one == other) && Math.Sign(a.Value.CompareTo(b.Value)) == Math.Sign(string.CompareOrdinal(one, other)));
    });

    [Fact]
    public void any_text_is_a_name_or_a_short_plain_refusal() => Mutation.Of("alice"u8.ToArray(), "a-1"u8.ToArray(), new byte[5_000]).Select(Encoding.UTF8.GetString).Sample(
        text =>
        {
            var name = TenantName.Parse(text);
            return name.IsSuccess || (name.Error.Code == TenantErrors.NameInvalid && name.Error.Message.Length < 800 && !name.Error.Message.Any(char.IsControl));
        },
        iter: 20_000);

    [Fact]
    public void a_refusal_cannot_reverse_the_line_it_stands_in() =>
        Assert.DoesNotContain('\u202e', TenantName.Parse("\u202egpj.exe").Error.Message);

    [Fact]
    public void a_name_that_was_never_set_is_a_bug() => Assert.Throws<InvalidOperationException>(() => default(TenantName).Value);
}
