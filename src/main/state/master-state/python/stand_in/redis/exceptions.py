class ResponseError(Exception):
    pass


class WatchError(Exception):
    pass
