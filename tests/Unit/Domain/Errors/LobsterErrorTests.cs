using CsCheck;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Errors;

public sealed class LobsterErrorTests
{
    private static readonly Gen<LobsterError[]> Chain = Gen.Select(Gen.String.AlphaNumeric, Gen.String.AlphaNumeric.Null())
        .Select((message, hint) => new LobsterError(TenantErrors.Busy, message, hint)).Array[1, 20];

    [Fact]
    public void the_full_message_goes_from_the_outermost_cause_inwards() => Chain.Sample(links =>
        Join(links).FullMessage == string.Join(": ", links.Select(link => link.Message)));

    [Fact]
    public void the_nearest_hint_is_the_outermost_one_there_is() => Chain.Sample(links =>
        Join(links).NearestHint == links.Select(link => link.Hint).FirstOrDefault(hint => hint is not null));

    [Fact]
    public void seen_from_above_a_failure_keeps_its_code_and_hint()
    {
        var seen = new LobsterError(TenantErrors.Busy, "the tenant is busy", "wait").Under("evict alice");

        Assert.Equal((TenantErrors.Busy, "evict alice: the tenant is busy", "wait"), (seen.Code, seen.FullMessage, seen.NearestHint));
    }

    [Fact]
    public void every_kind_has_an_exit_code_and_none_is_success()
    {
        var codes = Enum.GetValues<ErrorKind>().ToDictionary(kind => kind, ExitCodes.Of);

        Assert.Equal((2, 3, 4), (codes[ErrorKind.Invalid], codes[ErrorKind.NotFound], codes[ErrorKind.Conflict]));
        Assert.Equal((5, 5, 1, 1), (codes[ErrorKind.NotReady], codes[ErrorKind.Exhausted], codes[ErrorKind.Unavailable], codes[ErrorKind.Bug]));
        Assert.DoesNotContain(0, codes.Values);
    }

    private static LobsterError Join(LobsterError[] links) => links.Reverse().Aggregate((inner, outer) => outer with { Cause = inner });
}
