using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Tenants;

public sealed class BadNamesTests(ITestOutputHelper output)
{
    private static readonly string?[] Names =
    [
        null, "", " ", "  ", "\0", "\t", "\n", "alice\n", "alice\r\n", "alice\0", " alice", "alice ", "ali ce", "ali\tce",
        "Alice", "ALICE", "aliCe", "1alice", "007", "-", "--", "-alice", "alice-", "a-", "_alice", "ali_ce",
        ".", "..", "alice.", ".alice", "alice.bob", "../etc", "../../etc/passwd", "/", "/etc", "alice/bob", "alice\\bob", "~", "$HOME", "`id`", "$(id)", "a;id", "a&b", "a|b",
        "*", "a?", "a'b", "a\"b", "<b>", "a=b", "a%2fb", "a@b", "a:b", "a,b", "a+b",
        "ä", "café", "алиса", "alicе", "愛麗絲", "🦞", "xn--ä", "a\u200bb", "\u202eecila", "\ufeffalice", "a\u0301", "ａｌｉｃｅ", "\ud83e", "a\udc00",
        "abcdefghijklmnopqrstuvwxyz0123456", new string('a', 64), new string('a', 100_000), new string('-', 32),
    ];

    [Fact]
    public void bad_names_are_refused_with_the_rule_in_one_plain_line()
    {
        Assert.True(Names.Distinct().Count() == Names.Length && Names.Length >= 50);
        Assert.All(Names, name =>
        {
            var error = TenantName.Parse(name).Error;

            Assert.Equal(TenantErrors.NameInvalid, error.Code);
            Assert.Contains(TenantName.Rule, error.Hint, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 1, 800);
            Assert.DoesNotContain(error.Message, char.IsControl);
        });
        output.WriteLine($"{Names.Length} bad names refused");
    }
}
