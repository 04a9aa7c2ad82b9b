"""The use cases of auth."""

from pydantic import JsonValue

from acme_chat_auth.core.settings import Settings
from acme_chat_auth.repositories.unit_of_work import UnitOfWork
from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_runtime.cache import Cache
from acme_chat_runtime.errors import NotImplementedYet
from acme_chat_runtime.tokens import TokenSigner


class AuthUseCases:
    """Issues and verifies tokens; owns users and sessions."""

    def __init__(
        self,
        *,
        settings: Settings,
        unit_of_work: UnitOfWork,
        signer: TokenSigner,
        cache: Cache,
    ) -> None:
        self._settings = settings
        self._unit_of_work = unit_of_work
        self._signer = signer
        self._cache = cache

    async def authenticate(
        self,
        request: auth_pb2.AuthenticateRequest,
    ) -> auth_pb2.AuthenticateResponse:
        """Verifies an access token and says whose it is."""
        # So far nobody looks at the secret: no answer where it could be believed.
        if not self._settings.is_local:
            raise NotImplementedYet("acme.auth.v1.AuthService/Authenticate")
        # The business rule goes here; so far made up: user_id; nothing fills: expire_time.
        return auth_pb2.AuthenticateResponse(
            user_id="user_id",
        )

    async def get_user(
        self,
        request: auth_pb2.GetUserRequest,
    ) -> auth_pb2.GetUserResponse:
        """Returns one user by id."""
        async with self._unit_of_work.snapshot() as work:
            found = await work.users.get(request.user_id)
        return auth_pb2.GetUserResponse(user=found)

    async def delete_expired_sessions(
        self,
        request: auth_pb2.DeleteExpiredSessionsRequest,
    ) -> auth_pb2.DeleteExpiredSessionsResponse:
        """Ends every session whose time has run out."""
        # The business rule goes here; so far nothing fills: deleted_count.
        return auth_pb2.DeleteExpiredSessionsResponse()

    async def post_oauth_token(self) -> dict[str, JsonValue]:
        """POST /oauth/token."""
        # The business rule goes here; the topology says nothing of it.
        raise NotImplementedYet("POST /oauth/token")
